"""Tests over all topics, and a folder for what is special to one."""
