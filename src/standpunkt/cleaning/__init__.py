"""Cleaning: from the bytes of a page to the article in it, with everything that was removed and why."""
