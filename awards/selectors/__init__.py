"""What the round has come to: eligibility (`dossiers`), marks, the council, the papers."""
