"""A plan of tables as a desk reads it, and wishes as they are typed."""

from kith_console.mixing.plan import Chair, Round, Table, names_of, rounds, tables_of, wishes
from kith_contracts.pages.door import Registrant
from kith_contracts.pages.mixing import MixingPage, Seated


def registrant(who: str, name: str = "") -> Registrant:
    details = {"door-name": name} if name else {}
    told: dict[str, object] = {"body": "bcs", "slot": None, "delegate_of": None, "guests": []}
    return Registrant.model_validate({"registration": who, "code": who[:8], "details": details, **told})


PEOPLE = [registrant("aaaaaaaabb", "Ada"), registrant("bbbbbbbbcc", "Siân Prys"), registrant("ccccccccdd")]


def plan(spoken: dict[str, str], **tables: list[str | None]) -> MixingPage:
    seated = [
        Seated(card=number, registration=who, body="bcs", tables=where, explained=[])
        for number, (who, where) in enumerate(tables.items(), 1)
    ]
    return MixingPage(part="talk", version=1, seed=0, spoken=spoken, seated=seated, moved=[])


def test_each_round_has_its_tables_in_order_and_who_has_no_seat_is_at_none() -> None:
    made = plan({"2": "en", "10": "cy"}, aaaaaaaabb=["10", "2"], bbbbbbbbcc=["2", None], ccccccccdd=["2", "2"])
    assert rounds(made, names_of(PEOPLE)) == [
        Round(
            1,
            [Table("2", "en", [Chair(2, "Siân Prys"), Chair(3, "cccccccc")]), Table("10", "cy", [Chair(1, "Ada")])],
        ),
        Round(2, [Table("2", "en", [Chair(1, "Ada"), Chair(3, "cccccccc")])]),
    ]


def test_one_language_for_all_is_not_worth_a_word() -> None:
    made = plan({"1": "en", "2": "en"}, aaaaaaaabb=["1"])
    assert rounds(made, {}) == [Round(1, [Table("1", "", [Chair(1, "")])])]
    assert rounds(plan({}), {}) == []


def test_tables_are_numbered_and_the_first_ones_have_no_steps() -> None:
    first, second = tables_of("2", "8", "1")
    assert first == {"name": "1", "seats": 8, "accessible": True}
    assert second == {"name": "2", "seats": 8, "accessible": False}
    assert tables_of("some", "8", "1") == tables_of("", "8", "") == tables_of("1000", "8", "") == []
    assert tables_of("1", "a few", "")[0]["seats"] == "a few"


def test_a_wish_names_people_by_code_or_name() -> None:
    wanted, wrong = wishes("apart", "Ada, BBBB bbbb\n\n  siân prys ,cccccccc", PEOPLE)
    assert wanted == [{"people": ["aaaaaaaabb", "bbbbbbbbcc"]}, {"people": ["bbbbbbbbcc", "ccccccccdd"]}]
    assert wrong == []


def test_who_is_nobody_or_several_is_told_with_what_to_write() -> None:
    two = [*PEOPLE, registrant("dddddddd", "Ada")]
    _, wrong = wishes("apart", "Ada, cccccccc, Eve", two)
    assert [(each.field, each.sentence) for each in wrong] == [
        ("apart", "Several people with a place are called “Ada”. Write their code."),
        ("apart", "Nobody with a place has the name or code “Eve”."),
    ]
