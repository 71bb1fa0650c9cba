"""Feedback after a run: five questions, one answer per token. Tokens are made and checked here and stored nowhere.

Answers stand in the ledgers: until the list closes in a table nobody can read, then without their token, in random
order. Evaluation releases them, run by run or several together, once they are no small number. Words that a run asked
for are read by its provider alone, where five answered.
"""
