"""Pages for students: what was found in their work, in words, without a word of the tests."""
