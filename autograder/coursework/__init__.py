"""What lies in a course folder: settings, assignments, notebooks, submissions."""
