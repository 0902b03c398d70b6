"""Tests of what a07_initialization claims beyond what holds for every topic."""
