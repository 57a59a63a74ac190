"""The encoder: loading from this machine alone, embeddings, and their cache. Models are made here."""

from __future__ import annotations

import importlib.util
import shutil
import socket
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from standpunkt import storage
from standpunkt.errors import StandpunktError
from standpunkt.language import encoder
from standpunkt.language.encoder import Encoder, embed, load

needs_extra = pytest.mark.skipif(
    importlib.util.find_spec("sentence_transformers") is None, reason="the extra standpunkt[encoders] is not installed"
)


class Model:
    """Stands for a SentenceTransformer; a text becomes its number of letters a and b."""

    max_seq_length: float | None = 3

    def __init__(self) -> None:
        self.encoded: list[str] = []

    def encode(self, texts: list[str], *, normalize_embeddings: bool, show_progress_bar: bool) -> Any:
        assert (normalize_embeddings, show_progress_bar) == (True, False)
        self.encoded += texts
        return np.array([[text.count("a"), text.count("b")] for text in texts], np.float64) / 3

    def tokenizer(self, text: str, *, truncation: bool, verbose: bool) -> dict[str, list[int]]:
        assert (truncation, verbose) == (False, False)
        return {"input_ids": [0] * len(text.split())}


@pytest.fixture
def stub() -> Encoder:
    return Encoder(Model(), "d" * 64, "5" * 64)


# --- embeddings ------------------------------------------------------------------------------------------------------


def test_an_embedding_is_rounded(stub: Encoder) -> None:
    found = stub.encode("a a b")
    assert found.dtype == np.float32
    assert found.tolist() == np.array([0.6667, 0.3333], np.float32).tolist()


def test_there_is_no_negative_zero(stub: Encoder, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Model, "encode", lambda *_, **__: np.array([[-0.00001, 1.0]]))
    assert np.signbit(stub.encode("a")).tolist() == [False, False]


@pytest.mark.parametrize("value", [np.nan, np.inf])
def test_what_is_no_number_is_refused(stub: Encoder, monkeypatch: pytest.MonkeyPatch, value: float) -> None:
    monkeypatch.setattr(Model, "encode", lambda *_, **__: np.array([[value, 1.0]]))
    with pytest.raises(StandpunktError, match=r"^params\.yaml: features\.encoder: the model gives no finite numbers;"):
        stub.encode("a")


@pytest.mark.parametrize(
    ("error", "problem"), [(RuntimeError("index 8\nat line 3"), "index 8"), (IndexError(), "IndexError")]
)
def test_a_text_that_the_model_cannot_read(
    stub: Encoder, monkeypatch: pytest.MonkeyPatch, error: Exception, problem: str
) -> None:
    def fail(*_: Any, **__: Any) -> None:
        raise error

    monkeypatch.setattr(Model, "encode", fail)
    with pytest.raises(StandpunktError) as caught:
        stub.encode("a")
    assert str(caught.value) == (
        f"params.yaml: features.encoder: the model cannot encode a text ({problem}); "
        "lower model_max_length in its tokenizer_config.json, or name another"
    )


@pytest.mark.parametrize(
    ("limit", "text", "cut"),
    [(3, "a a a", False), (3, "a a a a", True), (None, "a a a a", False), (float("inf"), "a a a a", False)],
)
def test_a_text_above_the_limit_is_cut(
    stub: Encoder, monkeypatch: pytest.MonkeyPatch, limit: float | None, text: str, cut: bool
) -> None:
    monkeypatch.setattr(Model, "max_seq_length", limit)
    assert stub.is_cut(text) is cut


# --- the cache -------------------------------------------------------------------------------------------------------


def test_each_text_is_encoded_once_and_stands_in_its_place(stub: Encoder, tmp_path: Path) -> None:
    found = embed(stub, ["a", "b b", "a"], tmp_path)
    assert found.tolist() == np.array([[0.3333, 0], [0, 0.6667], [0.3333, 0]], np.float32).tolist()
    assert stub.model.encoded == ["a", "b b"]


@pytest.mark.parametrize(
    ("again", "encoded"),
    [
        (["a", "b"], []),
        (["b"], []),
        (["b", "a", "b"], []),
        (["a", "B"], ["B"]),
        (["a ", "b", "c"], ["a ", "c"]),
    ],
)
def test_a_second_run_encodes_what_is_new(stub: Encoder, tmp_path: Path, again: list[str], encoded: list[str]) -> None:
    embed(stub, ["a", "b"], tmp_path / "cache")
    stub.model.encoded.clear()
    found = embed(stub, again, tmp_path / "cache")
    assert stub.model.encoded == encoded
    assert found.tolist() == embed(stub, again, tmp_path / "empty").tolist()


@pytest.mark.parametrize("changed", [{"digest": "e" * 64}, {"setting": "6" * 64}])
def test_another_model_or_setting_does_not_read_the_cache(
    stub: Encoder, tmp_path: Path, changed: dict[str, str]
) -> None:
    embed(stub, ["a"], tmp_path)
    other = Encoder(**{"model": Model(), "digest": stub.digest, "setting": stub.setting} | changed)
    embed(other, ["a"], tmp_path)
    assert other.model.encoded == ["a"]


def test_a_run_that_is_stopped_keeps_whole_shards(
    stub: Encoder, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(encoder, "_TEXTS_PER_SHARD", 2)

    def stop(texts: list[str], **options: Any) -> Any:
        if texts == ["bbb"]:
            raise KeyboardInterrupt
        return Model.encode(stub.model, texts, **options)

    monkeypatch.setattr(stub.model, "encode", stop, raising=False)
    with pytest.raises(KeyboardInterrupt):
        embed(stub, ["a", "b", "aa", "bbb", "c"], tmp_path)
    monkeypatch.undo()
    stub.model.encoded.clear()
    embed(stub, ["a", "b", "aa", "bbb", "c"], tmp_path)
    assert stub.model.encoded == ["aa", "bbb", "c"]


def test_no_texts_no_embeddings(stub: Encoder, tmp_path: Path) -> None:
    assert embed(stub, [], tmp_path).shape == (0, 0)
    assert list(tmp_path.iterdir()) == []


def _cut(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:-40])


def _flip(path: Path) -> None:
    """One bit of a vector: the archive keeps a checksum."""
    content = bytearray(path.read_bytes())
    content[content.index(np.float32(0.6667).tobytes())] ^= 1
    path.write_bytes(content)


@pytest.mark.parametrize(
    "damage",
    [
        _cut,
        _flip,
        lambda path: path.write_bytes(b""),
        lambda path: storage.write_arrays(path, {"keys": np.zeros((1, 32), np.uint8)}),
        lambda path: storage.write_arrays(path, {"keys": np.zeros((1, 32), np.uint8), "vectors": np.zeros((2, 2))}),
    ],
)
def test_a_damaged_file_is_named(stub: Encoder, tmp_path: Path, damage: Callable[[Path], None]) -> None:
    embed(stub, ["a a"], tmp_path)
    (path,) = tmp_path.rglob("*.npz")
    damage(path)
    with pytest.raises(StandpunktError) as caught:
        embed(stub, ["a a"], tmp_path)
    assert str(caught.value) == f"{path}: damaged; delete it, and its texts are encoded again"
    path.unlink()
    assert embed(stub, ["a a"], tmp_path).tolist() == np.array([[0.6667, 0]], np.float32).tolist()


# --- loading ---------------------------------------------------------------------------------------------------------


def test_without_the_extra_there_is_a_remedy(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "sentence_transformers", None)
    with pytest.raises(
        StandpunktError,
        match=r"^params\.yaml: features\.encoder: 'some/model' wants the extra standpunkt\[encoders\] \(.+\); "
        r"see docs/encoders\.md, or set it to none$",
    ):
        load("some/model")


WORDS = "[PAD] [UNK] [CLS] [SEP] [MASK] das ein wind rad bahn bus ##rad ##bus . ,".split()


@pytest.fixture(scope="session")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A transformers model of two layers, 16 dimensions and eight tokens at most, with random weights."""
    import torch
    from transformers import BertConfig, BertModel, BertTokenizer

    folder = tmp_path_factory.mktemp("model") / "plain"
    storage.write_text(folder / "vocab.txt", "\n".join(WORDS) + "\n")
    BertTokenizer(vocab=str(folder / "vocab.txt")).save_pretrained(folder)
    torch.manual_seed(1)
    config = BertConfig(
        vocab_size=len(WORDS), hidden_size=16, num_hidden_layers=2, num_attention_heads=2, intermediate_size=32,
        max_position_embeddings=8,
    )  # fmt: skip
    BertModel(config).save_pretrained(folder)
    return folder


@pytest.fixture
def plain(made: Path, tmp_path: Path) -> Path:
    return shutil.copytree(made, tmp_path / "plain")


@pytest.fixture
def sentence(plain: Path, tmp_path: Path) -> Path:
    """The same as a sentence-transformers model that takes the vector of the first token."""
    from sentence_transformers import SentenceTransformer
    from sentence_transformers.sentence_transformer.modules import Pooling, Transformer

    model = SentenceTransformer(modules=[Transformer(str(plain)), Pooling(16, pooling_mode="cls")])
    model.save(str(tmp_path / "sentence"))
    return tmp_path / "sentence"


@pytest.fixture
def hub(plain: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A Hugging Face cache that holds the model as example/tiny."""
    monkeypatch.setattr("huggingface_hub.constants.HF_HUB_CACHE", str(tmp_path / "hub"))
    folder = tmp_path / "hub/models--example--tiny"
    storage.write_text(folder / "refs/main", "c0ffee")
    shutil.copytree(plain, folder / "snapshots/c0ffee")


@pytest.fixture
def no_network(monkeypatch: pytest.MonkeyPatch) -> list[Any]:
    """What tried to reach the network."""
    tried: list[Any] = []

    def refuse(*arguments: Any, **_: Any) -> None:
        tried.append(arguments)
        raise OSError("no network in this test")

    monkeypatch.setattr(socket.socket, "connect", refuse)
    monkeypatch.setattr(socket, "getaddrinfo", refuse)
    return tried


def states(folder: Path, text: str) -> Any:
    """The token vectors of a text, shape (tokens, 16), by transformers alone."""
    import torch
    from transformers import AutoModel, AutoTokenizer

    tokens = AutoTokenizer.from_pretrained(folder)(text, return_tensors="pt", truncation=True, max_length=8)
    with torch.no_grad():
        return AutoModel.from_pretrained(folder)(**tokens).last_hidden_state[0].numpy()


def normed(vector: Any) -> Any:
    return vector / np.linalg.norm(vector)


@needs_extra
def test_a_plain_model_averages_its_tokens(plain: Path, no_network: list[Any]) -> None:
    found = load(str(plain))
    assert found.max_tokens == 8
    np.testing.assert_allclose(
        found.encode("das windrad"), normed(states(plain, "das windrad").mean(axis=0)), atol=6e-5
    )
    assert no_network == []


@needs_extra
def test_a_sentence_model_pools_as_it_says(plain: Path, sentence: Path, no_network: list[Any]) -> None:
    found = load(str(sentence)).encode("das windrad")
    np.testing.assert_allclose(found, normed(states(plain, "das windrad")[0]), atol=6e-5)
    assert no_network == []


@needs_extra
@pytest.mark.usefixtures("hub")
def test_a_name_is_found_in_the_local_cache(plain: Path, no_network: list[Any]) -> None:
    named, placed = load("example/tiny"), load(str(plain))
    assert (named.digest, named.setting) == (placed.digest, placed.setting)
    assert named.encode("ein bus").tolist() == placed.encode("ein bus").tolist()
    assert no_network == []


@needs_extra
def test_of_a_long_text_the_beginning_is_read(plain: Path) -> None:
    found = load(str(plain))
    start = "das windrad , ein bus"  # with its marks, eight tokens
    assert [found.is_cut(text) for text in (start, start + " .")] == [False, True]
    assert found.encode(start + " . bahn bahn").tolist() == found.encode(start).tolist()
    assert found.encode(start).tolist() != found.encode("das windrad").tolist()


@needs_extra
def test_weights_of_half_precision_are_computed_with_in_full(plain: Path) -> None:
    from transformers import AutoModel

    AutoModel.from_pretrained(plain).half().save_pretrained(plain)
    assert {str(weight.dtype) for weight in load(str(plain)).model.parameters()} == {"torch.float32"}


@needs_extra
def test_a_static_model_reads_texts_of_any_length(tmp_path: Path) -> None:
    from sentence_transformers import SentenceTransformer
    from sentence_transformers.sentence_transformer.modules import StaticEmbedding
    from tokenizers import Tokenizer, models, pre_tokenizers

    words = Tokenizer(models.WordLevel({"[UNK]": 0, "bus": 1, "bahn": 2}, unk_token="[UNK]"))  # noqa: S106
    words.pre_tokenizer = pre_tokenizers.Whitespace()
    SentenceTransformer(modules=[StaticEmbedding(words, embedding_dim=8)]).save(str(tmp_path / "static"))
    found = load(str(tmp_path / "static"))
    assert (found.max_tokens, found.is_cut("bus " * 1000)) == (None, False)
    assert found.encode("bus").shape == (8,)
    assert found.encode("").tolist() == [0.0] * 8


@needs_extra
def test_the_digest_is_that_of_the_files(plain: Path) -> None:
    before = load(str(plain)).digest
    storage.write_text(plain / ".cache/huggingface/download/config.json.metadata", "a day")
    assert load(str(plain)).digest == before
    storage.write_text(plain / "notes.txt", "another file")
    assert load(str(plain)).digest != before


@needs_extra
def test_the_cache_serves_a_loaded_model(plain: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    found = load(str(plain))
    first = embed(found, ["ein bus", "das windrad"], tmp_path / "cache")
    monkeypatch.setattr(found.model, "encode", None)
    assert embed(load(str(plain)), ["das windrad", "ein bus"], tmp_path / "cache").tolist() == first[::-1].tolist()
    assert embed(found, ["ein bus"], tmp_path / "cache").tolist() == first[:1].tolist()


@needs_extra
@pytest.mark.parametrize(
    ("name", "problem"),
    [
        (
            "example/other",
            (
                "'example/other' is neither a folder nor a model in the local cache, and nothing is downloaded here; "
                "fetch it once with: hf download example/other"
            ),
        ),
        ("models/of/mine", "'models/of/mine': no such folder; name one that holds a model"),
    ],
)
@pytest.mark.usefixtures("hub")
def test_a_model_that_is_not_there(no_network: list[Any], name: str, problem: str) -> None:
    with pytest.raises(StandpunktError) as caught:
        load(name)
    assert str(caught.value) == f"params.yaml: features.encoder: {problem}"
    assert no_network == []


def _set(file: str, **changed: Any) -> Callable[[Path], None]:
    def change(folder: Path) -> None:
        storage.write_json(folder / file, storage.read_json(folder / file) | changed)

    return change


def _remove(*names: str) -> Callable[[Path], None]:
    return lambda folder: [(folder / name).unlink(missing_ok=True) for name in names] and None


@needs_extra
@pytest.mark.parametrize(
    ("damage", "problem"),
    [
        (lambda folder: shutil.rmtree(folder) or folder.mkdir(), "cannot be loaded (Unrecognized model"),
        (_remove("model.safetensors"), "cannot be loaded (Error no file named model.safetensors"),
        (lambda folder: storage.write_text(folder / "model.safetensors", "version 1"), "cannot be loaded (Error while"),
        (lambda folder: storage.write_text(folder / "config.json", "{"), "cannot be loaded (It looks like the config"),
        (_set("config.json", hidden_size=32), "cannot be loaded (You set `ignore_mismatched_sizes`"),
        (_set("config.json", model_type="other", auto_map={"AutoConfig": "m.C"}), "cannot be loaded (The repository"),
        (
            lambda folder: storage.write_text(
                folder / "modules.json", '[{"idx": 0, "name": "0", "path": "", "type": "mine.Own"}]'
            ),
            "cannot be loaded (The model",
        ),
        (_remove("tokenizer.json", "tokenizer_config.json", "vocab.txt"), "lacks the files of its tokenizer"),
    ],
)
def test_a_model_that_cannot_be_loaded(plain: Path, damage: Callable[[Path], None], problem: str) -> None:
    damage(plain)
    with pytest.raises(StandpunktError) as caught:
        load(str(plain))
    start = f"params.yaml: features.encoder: {str(plain)!r} "
    assert str(caught.value).startswith(start + problem)
    assert str(caught.value).endswith("; fetch it again or name another")
