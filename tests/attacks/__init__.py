"""Attacks on the grader, by family; docs/security.md says what each of them must not break."""
