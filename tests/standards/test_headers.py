from section11.standards import headers
from section11.standards.checks import Problem
from section11.standards.headers import ScaleHeader, SetHeader


def test_a_header_in_full():
    header, problems = headers.of_set(
        {
            "code": "our-2027",
            "title": "Our standards  2027",
            "scale": "rag",
            "based_on": "section11-2026",
            "priorities": [{"code": "neglect", "title": "Neglect"}],
        }
    )

    assert problems == []
    assert header == SetHeader(
        code="our-2027",
        title="Our standards 2027",
        scale="rag",
        based_on="section11-2026",
        priorities=[{"code": "neglect", "title": "Neglect"}],
    )


def test_a_header_that_says_nothing():
    assert headers.of_set({}) == (SetHeader(), [])


def test_no_priorities_differ_from_not_saying():
    assert headers.of_set({"priorities": []})[0].priorities == []
    assert headers.of_set({"priorities": ""})[0].priorities == []
    assert headers.of_set({})[0].priorities is None


def test_everything_wrong_is_told():
    _, problems = headers.of_set(
        {
            "code": "Our Set",
            "titel": "x",
            "priorities": [
                {"code": "neglect", "title": "Neglect"},
                {"code": "neglect", "title": "Again"},
                {"code": "early-help", "title": ""},
            ],
        }
    )

    assert problems == [
        Problem(None, "titel", "There is no such entry in the head of the file."),
        Problem(
            None,
            "code",
            "“Our Set” may hold only small letters a to z, numbers and hyphens, such as"
            " neglect-named-lead.",
        ),
        Problem(None, "priorities", "Priority 2: “neglect” stands there twice."),
        Problem(None, "priorities", "Priority 3: This must not be empty."),
    ]


def test_priorities_are_a_list():
    for priorities in ("neglect", {"code": "neglect"}, ["neglect"]):
        assert headers.of_set({"priorities": priorities})[1] == [
            Problem(None, "priorities", "Each priority needs a code and a title.")
        ]


def test_the_header_of_a_scale():
    header, problems = headers.of_scale({"code": "rag", "title": "RAG", "description": "Three."})

    assert problems == []
    assert header == ScaleHeader("rag", "RAG", "Three.")
