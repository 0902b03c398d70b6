"""What grading left: records, marks and their words, read by feedback, report and explain."""
