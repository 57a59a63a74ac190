"""A small network that reads a text against the statement of its target, trained from scratch.

Both sides are sequences of tokens; a token is the sum of the vectors of its word, its stem, the mean of its character
n-grams (hashed, as in fastText) and its cues, so that an unseen compound has a vector too. The stems' vectors start
from what stands near them in the train texts, without a label. Each side is read by a GRU in both directions, then each
of its tokens attends to the other side and is compared with what it found there; a second GRU reads the comparisons,
which are pooled and decided on (ESIM, Chen et al. 2017, "Enhanced LSTM for Natural Language Inference"). Several
networks that differ by their random state are averaged.

Training wants torch (the extra `standpunkt[neural]`), deciding does not: the weights are plain arrays, and the forward
pass is written in NumPy as well. On one machine with one number of threads, two trainings give the same bits; between
processors or releases of torch the last bits differ, and training carries them into the third decimal and beyond.
"""

from __future__ import annotations

import itertools
import math
import zlib
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
from scipy import sparse
from scipy.special import expit, log_softmax, softmax
from threadpoolctl import threadpool_limits
from tqdm import tqdm

from standpunkt.errors import StandpunktError
from standpunkt.language import cues
from standpunkt.language.lexicons import STOPWORDS
from standpunkt.language.relevance import Sentence, stem
from standpunkt.tasks import ModelState

Floats = npt.NDArray[np.float64]
Float32s = npt.NDArray[np.float32]
Integers = npt.NDArray[np.int64]
Weights = Mapping[str, Float32s]

_MOST_TOKENS = 120  # of a text; the longest reason of the Wahl-O-Mat has 153, one in a hundred more than 73
_MOST_TARGET_TOKENS = 24
_FEWEST_WORD = 3  # occurrences of a word from which it has a vector of its own
_FEWEST_STEM = 2
_BUCKETS = 20_000  # of character n-grams
_GRAM_SIZES = (3, 4, 5)
_GRAM_WEIGHT = 1.5
_SPREAD = 0.3  # standard deviation of the stems' vectors before training; of the others:
_SPREADS = {"words": 0.1, "grams": 0.15, "places": 0.1, "matches": 0.1}
_WINDOW = 6  # stems that stand near each other
_NEAR_STATEMENT = 0.15  # how near a word of a text is to each of its statement
_SMOOTHING = 0.75
_PLACES = 16  # four sentences, the fourth with all that follow, by four stretches of each
_STRETCHES = (2, 5, 10)

_BATCH = 64
_FEWEST_STEPS = 300  # few rows are read more often than `epochs`
_WARM_UP = 100  # steps over which the learning rate rises
_LAST_RATE = 0.05  # share of the learning rate that is left at the end
_LONGEST_GRADIENT = 2.0
_POOL = 50  # batches whose rows are sorted by length, so that little is padded
_AVERAGE_EVERY = 8  # steps
_AVERAGE_KEEP = 0.95  # what is kept of the averaged weights each time
_CHUNK = 4096  # items whose tokens are looked up together
_DECIDE_BATCH = 256
_DIGITS = 3  # of logits: the last bits of a matrix product differ between processors
_FAR = -1e9  # where there is no token
_UNKNOWN = 1  # number of a word or stem without a vector of its own; 0 is no token
_RESERVED = 2


@dataclass(frozen=True, slots=True)
class NeuralItem:
    """A text and the statement of a target as the network reads them."""

    tokens: tuple[str, ...]
    places: tuple[int, ...]
    """Of each token: which sentence, and how far into it."""
    matches: tuple[bool, ...]
    """Of each token: whether it is a word of the target."""
    target: tuple[str, ...]
    target_matches: tuple[bool, ...]
    """Of each content word of the statement: whether its stem is in the text."""


@dataclass(frozen=True, slots=True)
class Settings:
    """How the networks are built and trained."""

    networks: int
    epochs: int
    dimension: int
    """Of token vectors, at least 2."""
    hidden: int
    """Of each GRU and direction."""
    learning_rate: float
    dropout: float
    word_dropout: float
    """Share of the tokens whose word, and of those whose stem, is hidden: n-grams and context have to do."""
    threads: int
    """Of torch; another number changes the last bits."""


def read_item(sentences: Sequence[Sentence], statement: Sequence[str]) -> NeuralItem:
    """What the network reads of a text and a statement.

    Args:
        sentences: of the text, as chosen for the target; of long choices the beginning is read.
        statement: its tokens, lower case, cut as those of the sentences.
    """
    tokens, places, matches = [], [], []
    for number, sentence in enumerate(sentences):
        for index, token in enumerate(sentence.tokens):
            tokens.append(token)
            places.append(min(number, 3) * 4 + sum(index >= start for start in _STRETCHES))
            matches.append(index in sentence.positions)
    known = {word for sentence in sentences for word in sentence.stems}
    target = tuple(statement[:_MOST_TARGET_TOKENS])
    return NeuralItem(
        tuple(tokens[:_MOST_TOKENS]),
        tuple(places[:_MOST_TOKENS]),
        tuple(matches[:_MOST_TOKENS]),
        target,
        tuple(len(token) > 2 and token not in STOPWORDS and stem(token) in known for token in target),
    )


def fit(
    items: Sequence[NeuralItem], labels: Sequence[str], classes: Sequence[str], settings: Settings, random_state: int
) -> ModelState:
    """Train the networks.

    Args:
        items: train pairs.
        labels: of the items, each one of the classes.
        classes: in the order of the columns of `decide`.
        settings: of networks and training.
        random_state: of the first network; the others count on.

    Raises:
        StandpunktError: torch is not installed, or there is no item.
    """
    try:
        import torch
    except ImportError as error:
        raise StandpunktError(
            f"params.yaml: stance.model: stacked+neural wants torch ({error}); "
            "install the extra: pip install 'standpunkt[neural]', or set stance.model: stacked"
        ) from None
    if not items:
        raise StandpunktError("the neural model has no train row; label more pages or change params.yaml: split")
    vocabulary = _vocabulary(items)
    table = _look_up(vocabulary, items)
    stems = _stem_vectors(table, items, (len(vocabulary["stems"]) + _RESERVED, settings.dimension), random_state)
    gold = np.array([classes.index(label) for label in labels])
    arrays: dict[str, Any] = {}
    threads, deterministic = torch.get_num_threads(), torch.are_deterministic_algorithms_enabled()
    filled = torch.utils.deterministic.fill_uninitialized_memory
    torch.set_num_threads(settings.threads)
    torch.use_deterministic_algorithms(True)
    torch.utils.deterministic.fill_uninitialized_memory = False  # no value is read before it is set; filling is slow
    try:
        with torch.random.fork_rng(devices=[]):
            for number in range(settings.networks):
                trained = _train(
                    torch, items, gold, len(classes), vocabulary, table, stems, settings, random_state + number
                )
                arrays |= {f"{number}.{name}": values for name, values in trained.items()}
    finally:
        torch.set_num_threads(threads)
        torch.use_deterministic_algorithms(deterministic)
        torch.utils.deterministic.fill_uninitialized_memory = filled
    return ModelState({"classes": list(classes), "networks": settings.networks, "vocabulary": vocabulary}, arrays)


def decide(state: ModelState, items: Sequence[NeuralItem]) -> Floats:
    """Logits, the mean over the networks of the logarithms of their probabilities, shape (items, classes).

    Rounded; needs no torch.
    """
    logits = np.zeros((len(items), len(state.meta["classes"])))
    for start in range(0, len(items), _CHUNK):
        chunk = items[start : start + _CHUNK]
        table = _look_up(state.meta["vocabulary"], chunk)
        for number in range(state.meta["networks"]):
            weights = {
                name.partition(".")[2]: values.astype(np.float32)
                for name, values in state.arrays.items()
                if name.startswith(f"{number}.")
            }
            vectors = _vectors(weights, table)
            # By length, so that little is padded.
            order = np.argsort([len(item.tokens) for item in chunk], kind="stable")
            for rows in np.split(order, range(_DECIDE_BATCH, len(order), _DECIDE_BATCH)):
                values = _forward(weights, vectors, _pad([chunk[row] for row in rows], table)).astype(np.float64)
                logits[start + rows] += log_softmax(values, axis=1) / state.meta["networks"]
    rounded: Floats = np.round(logits, _DIGITS) + 0.0  # no negative zero
    return rounded


# --- tokens as numbers -----------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Table:
    """The distinct tokens of some items, the first of them for no token: what their vectors are made of."""

    numbers: dict[str, int]
    words: Integers
    stems: Integers
    cues: Float32s
    grams: Integers
    """Of all tokens, one after another."""
    starts: Integers
    """Of the n-grams of each token, and their end."""


@dataclass(frozen=True, slots=True)
class _Side:
    """Texts or statements of a batch, each array of shape (items, longest)."""

    tokens: Integers
    places: Integers
    matches: Integers
    there: Float32s
    """1 for a token, 0 for padding; an empty text has one token that is none."""


def _distinct(items: Sequence[NeuralItem]) -> list[str]:
    return sorted({token for item in items for token in item.tokens + item.target})


def _vocabulary(items: Sequence[NeuralItem]) -> dict[str, list[str]]:
    """Words and stems with a vector of their own, and the kinds of cues. A statement counts once."""
    words = Counter(token for item in items for token in item.tokens)
    words.update(token for target in {item.target for item in items} for token in target)
    stems: Counter[str] = Counter()
    for word, count in words.items():
        stems[stem(word)] += count
    return {
        "words": sorted(word for word, count in words.items() if count >= _FEWEST_WORD),
        "stems": sorted(word for word, count in stems.items() if count >= _FEWEST_STEM),
        "cues": sorted({kind for word in words for kind in cues.kinds(word)}),
    }


def _look_up(vocabulary: Mapping[str, Sequence[str]], items: Sequence[NeuralItem]) -> _Table:
    tokens = _distinct(items)
    words, stems = ({word: n for n, word in enumerate(vocabulary[name], _RESERVED)} for name in ("words", "stems"))
    grams = [[0], *(_grams(token) for token in tokens)]
    found = np.zeros((len(tokens) + 1, max(1, len(vocabulary["cues"]))), np.float32)
    for number, token in enumerate(tokens, 1):
        for kind in set(vocabulary["cues"]).intersection(cues.kinds(token)):
            found[number, vocabulary["cues"].index(kind)] = 1.0
    return _Table(
        {token: number for number, token in enumerate(tokens, 1)},
        np.array([0, *(words.get(token, _UNKNOWN) for token in tokens)]),
        np.array([0, *(stems.get(stem(token), _UNKNOWN) for token in tokens)]),
        found,
        np.array([gram for of_token in grams for gram in of_token]),
        np.cumsum([0, *(len(of_token) for of_token in grams)]),
    )


def _grams(token: str) -> list[int]:
    # CRC-32 stays the same between runs, where Python's hash does not.
    token = f"<{token}>"
    return [
        zlib.crc32(token[start : start + size].encode()) % _BUCKETS
        for size in _GRAM_SIZES
        for start in range(len(token) - size + 1)
    ]


def _pad(items: Sequence[NeuralItem], table: _Table) -> tuple[_Side, _Side]:
    texts = [(item.tokens, item.places, item.matches) for item in items]
    targets = [(item.target, (_PLACES,) * len(item.target), item.target_matches) for item in items]
    return _pad_side(texts, table), _pad_side(targets, table)


def _pad_side(rows: Sequence[tuple[Sequence[str], Sequence[int], Sequence[bool]]], table: _Table) -> _Side:
    shape = (len(rows), max(1, *(len(row[0]) for row in rows)))
    tokens, places, matches = (np.zeros(shape, np.int64) for _ in range(3))
    there = np.zeros(shape, np.float32)
    there[:, 0] = 1.0
    for number, (of_tokens, of_places, of_matches) in enumerate(rows):
        length = len(of_tokens)
        tokens[number, :length] = [table.numbers[token] for token in of_tokens]
        places[number, :length] = of_places
        matches[number, :length] = of_matches
        there[number, :length] = 1.0
    return _Side(tokens, places, matches, there)


# --- stems by what stands near them ----------------------------------------------------------------------------------


def _stem_vectors(table: _Table, items: Sequence[NeuralItem], shape: tuple[int, int], random_state: int) -> Float32s:
    """Vectors to start from, so that stems of like use are near before a label is seen, shape (stems, dimension).

    Positive pointwise mutual information with smoothed contexts, factorised (Levy et al. 2015, "Improving
    Distributional Similarity with Lessons Learned from Word Embeddings"); the words of a statement count as near to
    those of its texts.
    """
    stems, dimension = shape
    counts = sparse.csr_matrix((stems, stems))
    seen: set[tuple[str, ...]] = set()
    for start in range(0, len(items), _CHUNK):
        pairs = [pair for item in items[start : start + _CHUNK] for pair in _near(table, item, seen)]
        left, right, near = (np.concatenate(part) for part in zip(*pairs, strict=True))
        known = (left >= _RESERVED) & (right >= _RESERVED)
        found = sparse.coo_matrix((near[known], (left[known], right[known])), (stems, stems)).tocsr()
        counts = counts + found + found.T
    counts = counts.tocoo()
    totals = np.asarray(counts.sum(axis=1)).ravel()
    contexts = totals**_SMOOTHING / max((totals**_SMOOTHING).sum(), 1.0)
    information = np.log(counts.data / (totals[counts.row] * contexts[counts.col]))
    positive = information > 0
    matrix = sparse.csr_matrix(
        (information[positive], (counts.row[positive], counts.col[positive])), shape=(stems, stems)
    )
    vectors = np.zeros(shape, np.float32)
    if matrix.nnz:
        size = min(dimension, stems)
        with threadpool_limits(1):  # the last bits differ between numbers of threads
            from sklearn.utils.extmath import randomized_svd  # here, as in _linear: applying does without

            left_vectors, values, _ = randomized_svd(matrix, size, n_iter=3, random_state=random_state)
        vectors[:, :size] = left_vectors * np.sqrt(values)
        vectors *= _SPREAD / vectors[_RESERVED:].std()
        vectors[:_RESERVED] = 0
    return vectors


def _near(table: _Table, item: NeuralItem, seen: set[tuple[str, ...]]) -> Iterator[tuple[Integers, Integers, Floats]]:
    """Pairs of stems with how near they stand: within the text, within a statement not yet seen, and between both."""
    text, target = (table.stems[[table.numbers[token] for token in side]] for side in (item.tokens, item.target))
    for side in (text,) if item.target in seen else (text, target):
        for distance in range(1, _WINDOW + 1):
            first, second = side[:-distance], side[distance:]
            yield first, second, np.full(len(first), 1 / (1 + distance / 3))
    seen.add(item.target)
    text, target = np.unique(text), np.unique(target)
    yield np.repeat(text, len(target)), np.tile(target, len(text)), np.full(len(text) * len(target), _NEAR_STATEMENT)


# --- the network in torch, to train it -------------------------------------------------------------------------------


def _build(torch: Any, vocabulary: Mapping[str, Sequence[str]], stems: Float32s, classes: int, hidden: int) -> Any:
    """The parts of a network, as a ModuleDict; `_forward` shows what each is for."""
    nn, d, h = torch.nn, stems.shape[1], hidden
    parts = nn.ModuleDict(
        {
            "words": nn.Embedding(len(vocabulary["words"]) + _RESERVED, d),
            "stems": nn.Embedding(*stems.shape),
            "grams": nn.Embedding(_BUCKETS, d),
            "cues": nn.Linear(max(1, len(vocabulary["cues"])), d, bias=False),
            "places": nn.Embedding(_PLACES + 1, d),
            "matches": nn.Embedding(2, d),
            "read": nn.GRU(d, h, batch_first=True, bidirectional=True),
            "compare": nn.Linear(8 * h, 2 * h),
            "reread": nn.GRU(2 * h, h, batch_first=True, bidirectional=True),
            "attend": nn.Linear(2 * h, 1),
            "join": nn.Linear(8 * h, 2 * h),
            "decide": nn.Linear(2 * h, classes),
        }
    )
    for name, spread in _SPREADS.items():
        nn.init.normal_(parts[name].weight, std=spread)
    with torch.no_grad():
        parts["words"].weight[:_RESERVED] = 0
        parts["stems"].weight.copy_(torch.from_numpy(stems))
    return parts


def _train(
    torch: Any,
    items: Sequence[NeuralItem],
    gold: Integers,
    classes: int,
    vocabulary: Mapping[str, Sequence[str]],
    table: _Table,
    stems: Float32s,
    settings: Settings,
    random_state: int,
) -> dict[str, npt.NDArray[np.float16]]:
    """The weights of one network, averaged over the last few hundred steps."""
    torch.manual_seed(random_state)
    parts = _build(torch, vocabulary, stems, classes, settings.hidden)
    weights = list(parts.parameters())
    averages = [weight.detach().clone() for weight in weights]
    optimizer = torch.optim.AdamW(weights, lr=settings.learning_rate, weight_decay=0.0, fused=True)
    tensors = _tensors(torch, table)
    rng = np.random.default_rng(random_state)
    per_epoch = math.ceil(len(items) / _BATCH)
    steps = max(settings.epochs * per_epoch, _FEWEST_STEPS)
    batches = itertools.chain.from_iterable(_batches(items, rng) for _ in itertools.count())
    for step in tqdm(range(steps), desc=f"network {random_state}", unit="batch", disable=None):
        rows = next(batches)
        left = max(_LAST_RATE, 1 - step / steps)
        optimizer.param_groups[0]["lr"] = settings.learning_rate * left * min(1.0, step / _WARM_UP)
        logits = _logits(torch, parts, tensors, _pad([items[row] for row in rows], table), settings)
        loss = torch.nn.functional.cross_entropy(logits, torch.from_numpy(gold[rows]))
        optimizer.zero_grad()
        loss.backward()
        torch.nn.utils.clip_grad_norm_(weights, _LONGEST_GRADIENT)
        optimizer.step()
        if step % _AVERAGE_EVERY == 0:
            with torch.no_grad():
                turn = step / _AVERAGE_EVERY
                keep = min(_AVERAGE_KEEP, turn / (turn + 10))
                torch._foreach_lerp_(averages, [weight.detach() for weight in weights], 1 - keep)
    names = [name for name, _ in parts.named_parameters()]
    # Half precision makes half the file, and moves the logits in the third decimal.
    return {name: average.numpy().astype(np.float16) for name, average in zip(names, averages, strict=True)}


def _batches(items: Sequence[NeuralItem], rng: np.random.Generator) -> Iterator[Integers]:
    """The rows of each batch of one epoch: of about the same length, in random order."""
    lengths = np.array([len(item.tokens) for item in items])
    order = rng.permutation(len(items))
    batches = []
    for start in range(0, len(order), _BATCH * _POOL):
        pool = order[start : start + _BATCH * _POOL]
        pool = pool[np.argsort(lengths[pool], kind="stable")]
        batches += [pool[first : first + _BATCH] for first in range(0, len(pool), _BATCH)]
    for number in rng.permutation(len(batches)):
        yield batches[number]


def _tensors(torch: Any, table: _Table) -> _Table:
    """A table with tensors for its arrays."""
    names = ("words", "stems", "cues", "grams", "starts")
    return _Table(table.numbers, *(torch.from_numpy(getattr(table, name)) for name in names))


def _logits(torch: Any, parts: Any, table: _Table, sides: tuple[_Side, _Side], settings: Settings) -> Any:
    """`_forward` with gradients and dropout, shape (items, classes)."""
    functional = torch.nn.functional

    def dropped(values: Any) -> Any:
        return functional.dropout(values, settings.dropout)

    def rnn(name: str, values: Any, there: Any) -> Any:
        packed = torch.nn.utils.rnn.pack_padded_sequence(
            values, there.sum(1).long(), batch_first=True, enforce_sorted=False
        )
        found, _ = torch.nn.utils.rnn.pad_packed_sequence(
            parts[name](packed)[0], batch_first=True, total_length=there.shape[1]
        )
        return found

    def read(side: _Side, there: Any) -> Any:
        distinct, inverse = torch.unique(torch.from_numpy(side.tokens), return_inverse=True)
        vectors = functional.embedding(inverse, _drawn_vectors(torch, parts, table, distinct, settings.word_dropout))
        for name in ("places", "matches"):
            vectors = vectors + parts[name](torch.from_numpy(getattr(side, name)))
        return rnn("read", dropped(vectors), there)

    def pooled(own: Any, found: Any, there: Any) -> Any:
        compared = parts["compare"](torch.cat([own, found, own - found, own * found], 2)).relu()
        values = rnn("reread", dropped(compared), there)
        highest = values.masked_fill(there[:, :, None] == 0, _FAR).amax(1)
        share = parts["attend"](values)[:, :, 0].masked_fill(there == 0, _FAR).softmax(1)
        return torch.cat([highest, (share[:, :, None] * values).sum(1)], 1)

    there = [torch.from_numpy(side.there) for side in sides]
    text, target = (read(side, mask) for side, mask in zip(sides, there, strict=True))
    alike = text @ target.transpose(1, 2) / math.sqrt(text.shape[2])
    of_target = alike.masked_fill(there[1][:, None] == 0, _FAR).softmax(2) @ target
    of_text = alike.masked_fill(there[0][:, :, None] == 0, _FAR).softmax(1).transpose(1, 2) @ text
    both = torch.cat([pooled(text, of_target, there[0]), pooled(target, of_text, there[1])], 1)
    return parts["decide"](dropped(parts["join"](dropped(both)).relu()))


def _drawn_vectors(torch: Any, parts: Any, table: _Table, tokens: Any, word_dropout: float) -> Any:
    """`_vectors` of some tokens, with some of their words and stems hidden, shape (tokens, dimension)."""
    counts = table.starts[tokens + 1] - table.starts[tokens]
    offsets = counts.cumsum(0) - counts
    within = torch.arange(int(counts.sum())) - torch.repeat_interleave(offsets, counts)
    grams = table.grams[within + torch.repeat_interleave(table.starts[tokens], counts)]
    vectors = _GRAM_WEIGHT * torch.nn.functional.embedding_bag(grams, parts["grams"].weight, offsets, mode="mean")
    for name, numbers in (("words", table.words[tokens]), ("stems", table.stems[tokens])):
        hidden = torch.rand(len(tokens)) < word_dropout
        vectors = vectors + parts[name](torch.where(hidden, _UNKNOWN, numbers))
    return vectors + parts["cues"](table.cues[tokens])


# --- the same network in NumPy, to decide ----------------------------------------------------------------------------


def _vectors(weights: Weights, table: _Table) -> Float32s:
    """Of each token of a table, shape (tokens, dimension)."""
    sums: Float32s = np.add.reduceat(weights["grams.weight"][table.grams], table.starts[:-1], axis=0)
    counts: Float32s = np.diff(table.starts)[:, None].astype(np.float32)
    own: Float32s = weights["words.weight"][table.words] + weights["stems.weight"][table.stems]
    marked: Float32s = table.cues @ weights["cues.weight"].T
    return sums * (_GRAM_WEIGHT / counts) + own + marked


def _linear(weights: Weights, name: str, values: Float32s) -> Float32s:
    found: Float32s = values @ weights[f"{name}.weight"].T + weights[f"{name}.bias"]
    return found


def _gru(weights: Weights, name: str, values: Float32s, there: Float32s) -> Float32s:
    """A GRU in both directions, as torch computes it; padding leaves the state as it is."""
    directions = []
    for suffix, order in (("l0", range(values.shape[1])), ("l0_reverse", range(values.shape[1] - 1, -1, -1))):
        by_input, by_state = weights[f"{name}.weight_ih_{suffix}"].T, weights[f"{name}.weight_hh_{suffix}"].T
        inputs = values @ by_input + weights[f"{name}.bias_ih_{suffix}"]
        size = len(by_state)
        found = np.zeros((*values.shape[:2], size), np.float32)
        state = np.zeros((len(values), size), np.float32)
        for step in order:
            given, own = inputs[:, step], state @ by_state + weights[f"{name}.bias_hh_{suffix}"]
            gates = expit(given[:, : 2 * size] + own[:, : 2 * size])
            new = np.tanh(given[:, 2 * size :] + gates[:, :size] * own[:, 2 * size :])
            kept = gates[:, size:]
            state = np.where(there[:, step, None] > 0, kept * state + (1 - kept) * new, state)
            found[:, step] = state
        directions.append(found)
    return np.concatenate(directions, axis=2)


def _forward(weights: Weights, vectors: Float32s, sides: tuple[_Side, _Side]) -> Float32s:
    """Logits of one batch by one network, shape (items, classes)."""

    def read(side: _Side) -> Float32s:
        values = vectors[side.tokens] + weights["places.weight"][side.places] + weights["matches.weight"][side.matches]
        return _gru(weights, "read", values, side.there)

    def pooled(own: Float32s, found: Float32s, there: Float32s) -> Float32s:
        compared = _linear(weights, "compare", np.concatenate([own, found, own - found, own * found], axis=2))
        values = _gru(weights, "reread", np.maximum(compared, 0), there)
        highest = np.where(there[:, :, None] > 0, values, _FAR).max(axis=1)
        share = softmax(np.where(there > 0, _linear(weights, "attend", values)[:, :, 0], _FAR), axis=1)
        return np.concatenate([highest, (share[:, :, None] * values).sum(axis=1)], axis=1)

    text, target = (read(side) for side in sides)
    alike = text @ target.transpose(0, 2, 1) / np.float32(math.sqrt(text.shape[2]))
    of_target = softmax(np.where(sides[1].there[:, None] > 0, alike, _FAR), axis=2) @ target
    of_text = softmax(np.where(sides[0].there[:, :, None] > 0, alike, _FAR), axis=1).transpose(0, 2, 1) @ text
    both = np.concatenate([pooled(text, of_target, sides[0].there), pooled(target, of_text, sides[1].there)], axis=1)
    return _linear(weights, "decide", np.maximum(_linear(weights, "join", both), 0))
