"""The one spaCy pipeline: from a text to tokens, lemmas, sentences, actors' mentions and reporting verbs.

Nothing here is fitted. `blank` means rules alone: spaCy's German tokenizer and sentencizer, simplemma's lemmas and an
EntityRuler made from the codebook. A trained pipeline brings its own sentences and lemmas; the actors are the
codebook's.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from itertools import pairwise
from typing import Any, cast

import numpy as np
import simplemma

from standpunkt.errors import StandpunktError
from standpunkt.language.lexicons import REPORTING_VERBS
from standpunkt.language.spacy_core import Doc, Language, spacy
from standpunkt.schema import Actor

BLANK = "blank"
_ACTOR = "ACTOR"
_OPENING = frozenset("„‚»›(")
_LONG_RUN = re.compile(r"\S{500}")
_YEAR_AT_END = re.compile(r"\d{3,}\.")  # the German tokenizer takes the full stop for that of an ordinal


@lru_cache(maxsize=500_000)
def _lemma(form: str) -> str:
    # low_memory: the dictionary opens in half the time, and the cache above makes up for slower lookups.
    return str(simplemma.lemmatize(form, lang="de", low_memory=True))


@Language.component("standpunkt_lemmas", assigns=["token.lemma"])
def _lemmas(doc: Doc) -> Doc:
    for token in doc:
        token.lemma_ = _lemma(token.text) if token.is_alpha else token.text
    return doc


@Language.component("standpunkt_sentences", assigns=["token.is_sent_start"])
def _sentences(doc: Doc) -> Doc:
    """Mend two habits of the sentencizer: it leaves an opening mark behind, and reads on after "im Jahr 2022."."""
    starts = doc.to_array("SENT_START").astype(np.int64)  # 1 yes, -1 no, 0 unknown
    tokens = list(doc)
    for before, token in pairwise(tokens):
        if starts[token.i] == 1 and before.text in _OPENING:
            starts[token.i], starts[before.i] = -1, 1
        elif _YEAR_AT_END.fullmatch(before.text) and (token.is_title or token.text in _OPENING):
            starts[token.i] = 1
    # At once: to set the start of one token, spaCy looks at the whole text.
    return doc.from_array(["SENT_START"], starts.astype(np.uint64).reshape(-1, 1))  # type: ignore[arg-type]


def build(model: str, actors: Mapping[str, Actor], max_characters: int = 1_000_000) -> Language:
    """Build the pipeline.

    Args:
        model: `blank`, or the name or path of an installed trained pipeline.
        actors: of the codebook, by id; every alias becomes a pattern, with and without genitive s.
        max_characters: texts above it are refused by spaCy.

    Raises:
        StandpunktError: the trained pipeline is not installed.
    """
    if model == BLANK:
        nlp = spacy.blank("de")
        nlp.add_pipe("sentencizer")
        nlp.add_pipe("standpunkt_sentences")
        nlp.add_pipe("standpunkt_lemmas")
    else:
        try:
            nlp = spacy.load(model)
        except OSError:
            raise StandpunktError(
                f"params.yaml: features.spacy_model: {model!r} is not installed; install it, or use 'blank'"
            ) from None
    nlp.max_length = max_characters
    patterns = [
        {"label": _ACTOR, "pattern": form, "id": identifier}
        for identifier, actor in actors.items()
        for alias in actor.aliases
        for form in (alias, f"{alias}s")
    ]
    if patterns:
        ruler = nlp.add_pipe("entity_ruler", name="standpunkt_actors", config={"overwrite_ents": True})
        ruler.add_patterns(patterns)
    return cast(Language, nlp)


def read(nlp: Language, texts: Iterable[str], processes: int = 1) -> Iterator[dict[str, Any]]:
    """Run the pipeline over texts.

    Yields:
        For each text, in order, the columns of `schema.FEATURES` after `field`: tokens without white space; `starts` as
        character offsets; `sentences`, `mentions` and `cues` as token offsets.
    """
    for doc in nlp.pipe(map(_breathing, texts), n_process=processes, batch_size=256):
        tokens = [token for token in doc if not token.is_space]
        place = {token.i: number for number, token in enumerate(tokens)}
        place[len(doc)] = len(tokens)
        after = _next_kept(doc, place)
        yield {
            "tokens": [token.text for token in tokens],
            "lemmas": [token.lemma_ for token in tokens],
            "starts": [token.idx for token in tokens],
            "sentences": sorted({after[sentence.start] for sentence in doc.sents} - {len(tokens)}),
            "mentions": [
                {"actor": entity.ent_id_, "start": after[entity.start], "end": after[entity.end]}
                for entity in doc.ents
                if entity.label_ == _ACTOR
            ],
            "cues": [
                {"verb": token.lemma_, "start": number, "end": number + 1}
                for number, token in enumerate(tokens)
                if token.lemma_ in REPORTING_VERBS and token.text[:1].islower()
            ],
        }


def _breathing(text: str) -> str:
    """A text of the same length with a space in the place of a letter wherever so many come without one.

    The tokenizer takes a time that grows with the square of such a run; no German word is nearly as long.
    """
    return _LONG_RUN.sub(lambda found: f"{found[0][:-1]} ", text)


def _next_kept(doc: Doc, place: Mapping[int, int]) -> list[int]:
    """For each token of the doc (and its end) the place of the first kept token at or after it."""
    after = [0] * (len(doc) + 1)
    following = place[len(doc)]
    for index in range(len(doc), -1, -1):
        following = place.get(index, following)
        after[index] = following
    return after
