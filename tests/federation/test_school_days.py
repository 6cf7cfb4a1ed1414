"""School holidays on a real node: it starts with the files of a folder, also where one of them is none."""

from pathlib import Path

from support.councils import HALF_TERM, calendar

from kith_lab.demo.federation import Federation


async def test_a_node_that_was_given_files_warns_of_school_holidays_and_others_do_not(
    federation: Federation, tmp_path: Path
) -> None:
    (tmp_path / "leeds.ics").write_bytes(calendar(HALF_TERM))
    (tmp_path / "broken.ics").write_bytes(b"<html>Not found</html>")
    node = federation["ons"]
    await node.stop()
    node.settings["KITH_CALENDARS"] = str(tmp_path)
    try:
        await node.start()
        await node.ready()
        assert await school_holidays(federation, "ons") == ["Half term (Leeds)"]
        assert await school_holidays(federation, "bcs") == []
        (told,) = [line for line in node.log.read_text().splitlines() if "leaving out a calendar file" in line]
        assert "broken.ics" in told
        assert "Download it again" in told
    finally:
        await node.stop()
        del node.settings["KITH_CALENDARS"]
        await node.start()
        await node.ready()


async def school_holidays(federation: Federation, body: str) -> list[str]:
    """What a member of the body is warned of, on a day in that week."""
    node = federation[body]
    times = {"starts": "2027-02-17T18:00:00Z", "ends": "2027-02-17T20:00:00Z"}
    answer = await node.client.get(f"/events/v1/{body}/clashes", params=times, headers=node.bearer("member"))
    return [each["name"] for each in answer.json()["clashes"] if each["kind"] == "school"]
