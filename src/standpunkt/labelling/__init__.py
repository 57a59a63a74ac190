"""Labelling: pages go to annotators in the files of their tools, and come back as labels of the corpus."""
