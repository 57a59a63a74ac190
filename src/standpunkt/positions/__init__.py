"""Who stands where: actors, targets and stances, read from the texts of articles."""
