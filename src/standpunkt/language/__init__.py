"""Language: tokens, lemmas, sentences, actors and reporting verbs, by rule or by a trained spaCy pipeline."""
