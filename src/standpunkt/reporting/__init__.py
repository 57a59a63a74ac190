"""Reporting: what a reviewer reads. It shows what the other stages wrote, and computes nothing but order and counts."""
