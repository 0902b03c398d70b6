"""From submissions to stored marks: the pipeline, its workers, and what need not run again."""
