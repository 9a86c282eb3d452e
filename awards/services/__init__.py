"""Every write of this app. Each locks the round first: it is the one lock of its proceedings."""
