"""What the papers of a round say: for each the facts that are frozen, and the tables made of them.

How they are worded stands in defaults/papers.yaml; which post writes and issues them in flows.py.
Under `figures` stands what must still be so when the paper is issued.
"""
