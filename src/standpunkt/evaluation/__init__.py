"""Evaluation: scores, their uncertainty, and whether the split leaks."""
