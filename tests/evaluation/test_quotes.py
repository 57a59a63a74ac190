import pytest

from standpunkt.evaluation import quotes as evaluation
from standpunkt.schema import Quote


def quote(start, end, kind="direct", **more):
    return Quote(kind, ((start, end),), **more)


@pytest.mark.parametrize(
    ("left", "right", "value"),
    [
        (((0, 10),), ((0, 10),), 1.0),
        (((0, 10),), ((5, 15),), 1 / 3),
        (((0, 10),), ((10, 20),), 0.0),
        (((0, 10), (20, 30)), ((0, 30),), 2 / 3),
        (((0, 10), (5, 20)), ((0, 20),), 1.0),
        (((3, 3),), ((3, 3),), 0.0),
    ],
)
def test_overlap_is_that_of_the_union_of_spans(left, right, value):
    assert evaluation.overlap(Quote("direct", left), Quote("indirect", right)) == pytest.approx(value)


@pytest.mark.parametrize(
    ("gold", "predicted", "pairs"),
    [
        ([(0, 10)], [(0, 5)], [(0, 0)]),  # exactly one half
        ([(0, 10)], [(0, 4)], []),
        ([(0, 10)], [(0, 10), (0, 9)], [(0, 0)]),  # one to one, the better of two
        # The first predicted quote fits both, the second only the first: both find a partner.
        ([(0, 10), (0, 6)], [(0, 8), (2, 12)], [(0, 1), (1, 0)]),
        ([(0, 100), (20, 40)], [(20, 40), (0, 98)], [(0, 1), (1, 0)]),  # nested
        ([], [(0, 4)], []),
    ],
)
def test_match_pairs_as_many_as_can_be(gold, predicted, pairs):
    assert evaluation.match([quote(*span) for span in gold], [quote(*span) for span in predicted]) == pairs


def test_counts_by_type_are_matched_anew():
    gold = [quote(0, 20, "indirect"), quote(5, 15, "direct")]
    predicted = [quote(0, 20, "direct"), quote(5, 15, "direct")]
    counted = evaluation.counts(gold, predicted)
    assert tuple(counted) == evaluation.COUNTS
    assert [counted[f"all_{name}"] for name in ("gold", "predicted", "matched")] == [2, 2, 2]
    assert [counted[f"direct_{name}"] for name in ("gold", "predicted", "matched")] == [1, 2, 1]
    assert [counted[f"indirect_{name}"] for name in ("gold", "predicted", "matched")] == [1, 0, 0]


def test_speakers_count_where_gold_has_one_and_the_quote_is_matched():
    gold = [
        quote(0, 10, speakers=((12, 20),)),
        quote(30, 40, speakers=((42, 50),)),
        quote(60, 70),
        quote(80, 90, speakers=((92, 99),)),
    ]
    predicted = [
        quote(0, 10, speakers=((19, 25),)),
        quote(30, 40, speakers=((50, 55),)),
        quote(60, 70, speakers=((72, 75),)),
    ]
    counted = evaluation.counts(gold, predicted)
    assert (counted["all_matched"], counted["speakers_gold"], counted["speakers_matched"]) == (3, 2, 1)
    assert evaluation.scores(counted)["speaker"] == 0.5


def test_scores_of_a_sum_of_pages():
    pages = [
        evaluation.counts([quote(0, 10), quote(20, 30, "reported")], [quote(0, 10)]),
        evaluation.counts([quote(0, 10)], [quote(50, 60), quote(0, 9)]),
    ]
    found = evaluation.scores(evaluation.total(pages))
    assert found["precision"] == found["recall"] == pytest.approx(2 / 3)
    assert found["f1"] == pytest.approx(2 / 3)
    assert found["direct_recall"] == 1.0
    assert (found["reported_recall"], found["reported_f1"], found["free_indirect_f1"]) == (0.0, 0.0, 0.0)


def test_scores_of_nothing_are_zero():
    assert set(evaluation.scores(evaluation.total([])).values()) == {0.0}
