"""Embeddings of texts by a pretrained sentence encoder that is on this machine; nothing is ever downloaded.

Texts are encoded one at a time: padding and company in a batch change the last bits, and the embedding of a text should
not depend on what else was encoded with it, or was in the cache before. On one thread that costs no time.
"""

from __future__ import annotations

import hashlib
import math
from collections.abc import Sequence
from dataclasses import dataclass
from importlib.metadata import version
from itertools import islice
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
from tqdm import tqdm

from standpunkt import storage
from standpunkt.errors import StandpunktError

Vectors = npt.NDArray[np.float32]

NONE = "none"
_DIGITS = 4  # the last bits of a matrix product differ between processors; rounding hides nearly all of it
_TEXTS_PER_SHARD = 1000  # of the cache: what a run that is stopped loses at most
_KEY_BYTES = hashlib.sha256().digest_size
_LIBRARIES = ("sentence-transformers", "tokenizers", "torch", "transformers")
_PLACE = "params.yaml: features.encoder"


@dataclass(frozen=True, slots=True)
class Encoder:
    """A loaded encoder."""

    model: Any
    """A SentenceTransformer."""
    digest: str
    """SHA-256 of the model's files: which model it is, wherever it lies."""
    setting: str
    """SHA-256 of what else can change the last bits: releases of the libraries, device, processor, threads."""

    @property
    def max_tokens(self) -> int | None:
        """Longest text that the model reads; of a longer one it reads the beginning. None where it has no limit."""
        limit = self.model.max_seq_length
        return None if limit is None or math.isinf(limit) else int(limit)

    def is_cut(self, text: str) -> bool:
        """Whether the model reads the beginning of a text alone."""
        if self.max_tokens is None:
            return False
        tokens = self.model.tokenizer(text, truncation=False, verbose=False)["input_ids"]
        return len(tokens) > self.max_tokens

    def encode(self, text: str) -> Vectors:
        """The embedding of a text, shape (dimension,), of length one and rounded to four decimals.

        Raises:
            StandpunktError: the model cannot read so long a text, though it says that it can, or gives something else
                than finite numbers.
        """
        try:
            vector = self.model.encode([text], normalize_embeddings=True, show_progress_bar=False)[0]
        except (IndexError, RuntimeError) as error:
            raise StandpunktError(
                f"{_PLACE}: the model cannot encode a text ({_first_line(error)}); "
                "lower model_max_length in its tokenizer_config.json, or name another"
            ) from None
        if not np.isfinite(vector).all():
            raise StandpunktError(f"{_PLACE}: the model gives no finite numbers; fetch it again or name another")
        rounded: Vectors = np.round(np.asarray(vector, np.float32), _DIGITS) + np.float32(0)  # no negative zero
        return rounded


def load(name: str) -> Encoder:
    """Load an encoder from this machine, without a look at the network.

    Args:
        name: a folder with a sentence-transformers model, or with a plain transformers model, whose token vectors are
            then averaged; or the name of a model in the local Hugging Face cache.

    Raises:
        StandpunktError: the extra is not installed, the model is not there, or cannot be loaded; a model that brings
            code of its own cannot, as that code is not run.
    """
    try:
        import torch
        import transformers
        from safetensors import SafetensorError
        from sentence_transformers import SentenceTransformer
    except ImportError as error:
        raise StandpunktError(
            f"{_PLACE}: {name!r} wants the extra standpunkt[encoders] ({error}); "
            "see docs/encoders.md, or set it to none"
        ) from None
    folder = _folder(name)
    transformers.utils.logging.disable_progress_bar()
    torch.manual_seed(0)  # weights that a model does not bring, as those of an unused layer, are drawn
    try:
        model = SentenceTransformer(str(folder), local_files_only=True, trust_remote_code=False).float()
    except (ImportError, KeyError, OSError, RuntimeError, SafetensorError, TypeError, ValueError) as error:
        raise StandpunktError(
            f"{_PLACE}: {name!r} cannot be loaded ({_first_line(error)}); fetch it again or name another"
        ) from None
    # Without its files, a tokenizer is made up of special tokens alone, and every word is unknown to it.
    tokenizer = model.tokenizer
    if tokenizer is None or len(tokenizer.get_vocab()) <= len(getattr(tokenizer, "all_special_ids", [])):
        raise StandpunktError(f"{_PLACE}: {name!r} lacks the files of its tokenizer; fetch it again or name another")
    setting = [f"{library} {version(library)}" for library in _LIBRARIES]
    setting += [model.device.type, torch.backends.cpu.get_cpu_capability(), str(torch.get_num_threads())]
    return Encoder(model, _digest(folder), hashlib.sha256("\n".join(setting).encode()).hexdigest())


def _first_line(error: Exception) -> str:
    return (str(error).splitlines() or [type(error).__name__])[0]


def _folder(name: str) -> Path:
    """Where a model lies.

    Raises:
        StandpunktError: it is neither a folder nor in the cache.
    """
    from huggingface_hub import snapshot_download
    from huggingface_hub.errors import HFValidationError, LocalEntryNotFoundError

    folder = Path(name).expanduser()
    if folder.is_dir():
        return folder
    try:
        return Path(snapshot_download(name, local_files_only=True))
    except HFValidationError:  # cannot be the name of a model
        raise StandpunktError(f"{_PLACE}: {name!r}: no such folder; name one that holds a model") from None
    except LocalEntryNotFoundError:
        raise StandpunktError(
            f"{_PLACE}: {name!r} is neither a folder nor a model in the local cache, and nothing is downloaded here; "
            f"fetch it once with: hf download {name}"
        ) from None


def _digest(folder: Path) -> str:
    """SHA-256 over the names and contents of the files of a folder; hidden ones, as notes of a download, left out."""
    files = {path.relative_to(folder): path for path in sorted(folder.rglob("*")) if path.is_file()}
    lines = [
        f"{storage.sha256(path)} {relative.as_posix()}"
        for relative, path in files.items()
        if not any(part.startswith(".") for part in relative.parts)
    ]
    return hashlib.sha256("\n".join(lines).encode()).hexdigest()


def embed(encoder: Encoder, texts: Sequence[str], cache: Path) -> Vectors:
    """The embeddings of texts, each encoded once: what the cache has is not encoded again.

    Args:
        encoder: a loaded encoder.
        texts: any number, repetitions too.
        cache: a folder; the embeddings lie below it in a folder for this encoder, under the SHA-256 of their texts.

    Returns:
        Shape (texts, dimension), in their order.

    Raises:
        StandpunktError: a file of the cache is damaged.
    """
    folder = cache / f"{encoder.digest[:16]}-{encoder.setting[:8]}"
    keyed = {hashlib.sha256(text.encode()).digest(): text for text in texts}
    found: dict[bytes, Vectors] = {}
    for path in sorted(folder.glob("*.npz")):
        found |= {key: vector for key, vector in _read_shard(path).items() if key in keyed}
    missing = [(key, text) for key, text in keyed.items() if key not in found]
    # disable=None: silent where standard error is no terminal
    progress = tqdm(missing, desc="embeddings", unit="text", disable=None)
    encoded = ((key, encoder.encode(text)) for key, text in progress)
    while part := dict(islice(encoded, _TEXTS_PER_SHARD)):
        keys = np.frombuffer(b"".join(part), np.uint8).reshape(-1, _KEY_BYTES)
        name = hashlib.sha256(keys.tobytes()).hexdigest()[:16]
        storage.write_arrays(folder / f"{name}.npz", {"keys": keys, "vectors": np.stack(list(part.values()))})
        found |= part
    order = [found[hashlib.sha256(text.encode()).digest()] for text in texts]
    return np.stack(order) if order else np.zeros((0, 0), np.float32)


def _read_shard(path: Path) -> dict[bytes, Vectors]:
    try:
        arrays = storage.read_arrays(path)
        return dict(zip((key.tobytes() for key in arrays["keys"]), arrays["vectors"], strict=True))
    except (StandpunktError, KeyError, ValueError):
        raise StandpunktError(f"{path}: damaged; delete it, and its texts are encoded again") from None
