"""How an exercise is specified once, for check, hidden test, audit and feedback."""
