"""One node may host several bodies; they talk to each other as strangers do."""

from support.eventually import eventually
from support.joint import charter

from kith_cli.keys import equip
from kith_cli.office import admit_bodies
from kith_contracts.consortium import BodyRegistered
from kith_lab.demo.federation import NodeProcess, Surroundings


async def test_two_bodies_on_one_node_see_each_other_in_the_directory_and_no_more(around: Surroundings) -> None:
    pair = ("hosta", "hostb")
    made = equip(around.office.keys, pair)
    registered = [BodyRegistered(body=body, name=body, kind="other", keys=[made[body]], version=1) for body in pair]
    await admit_bodies(around.office, registered)
    node = NodeProcess("hosta", around, KITH_BODIES=",".join(pair))
    try:
        await node.start()
        await node.ready()
        next_door = {"authorization": f"Bearer {node.issuer.token('hostb', 'body-admin')}"}
        shown = {"network": "hosta/open", "charter": charter()}
        hidden = {"network": "hosta/hidden", "charter": charter(findable="invitation")}
        for network in (shown, hidden):
            assert (await node.command("directory", "charter-network", network)).is_success

        async def seen_next_door() -> bool:
            answer = await node.client.get("/directory/v1/hostb/networks", headers=next_door)
            return "hosta/open" in {each["network"] for each in answer.json()}

        await eventually(seen_next_door)
        shown_there = await node.client.get("/directory/v1/hostb/networks", headers=next_door)
        assert "hosta/hidden" not in {each["network"] for each in shown_there.json()}
        assert (await node.client.get("/directory/v1/hostb/own-networks", headers=next_door)).json() == []
        assert (await node.client.get("/directory/v1/hosta/own-networks", headers=next_door)).status_code == 403
        elsewhere = {"authorization": f"Bearer {node.issuer.token('hostc', 'body-admin')}"}
        assert (await node.client.get("/directory/v1/hostc/networks", headers=elsewhere)).status_code == 404
    finally:
        await node.stop()
        await node.client.aclose()
