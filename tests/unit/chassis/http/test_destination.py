"""Addresses that somebody types: what is on the internet may be reached, all else only where the operator allows it."""

from ipaddress import ip_address, ip_network

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kith_chassis.http.destination import Destination, Reach, destination, fault_of_address, is_public

INTERNET = Reach()
OWN = Reach(inside=(ip_network("10.20.0.0/16"), ip_network("fd00:12::/32"), ip_network("127.0.0.0/8")))
EVERYTHING = Reach(inside=(ip_network("0.0.0.0/0"), ip_network("::/0")))


@pytest.mark.parametrize(
    ("url", "authority", "target"),
    [
        ("https://crm.example.org", "crm.example.org", "/"),
        ("HTTPS://CRM.Example.ORG/Hook", "crm.example.org", "/Hook"),
        ("https://crm.example.org:443/hook?key=a%20b&x=1", "crm.example.org", "/hook?key=a%20b&x=1"),
        ("https://crm.example.org:8443?x", "crm.example.org:8443", "/?x"),
        ("https://crm.example.org/a@b:c/../d", "crm.example.org", "/a@b:c/../d"),
        ("https://bücher.example/", "xn--bcher-kva.example", "/"),
        ("https://Straße.example/", "xn--strae-oqa.example", "/"),
        ("https://例え.テスト/", "xn--r8jz45g.xn--zckzah", "/"),
        ("https://xn--bcher-kva.example/", "xn--bcher-kva.example", "/"),
        ("https://1.example.org/", "1.example.org", "/"),
        ("https://0x7f.example/", "0x7f.example", "/"),
        ("https://93.184.215.14:65535/", "93.184.215.14:65535", "/"),
        ("https://[2606:2800:21f:CB07:6820:80da:af6b:8b2c]/", "[2606:2800:21f:cb07:6820:80da:af6b:8b2c]", "/"),
        ("https://crm/", "crm", "/"),
        ("https://x.example/" + "y" * 1982, "x.example", "/" + "y" * 1982),
    ],
)
def test_what_is_on_the_internet_may_be_reached(url: str, authority: str, target: str) -> None:
    found = destination(url, INTERNET)
    assert isinstance(found, Destination)
    assert (found.authority, found.target) == (authority, target)
    assert fault_of_address(url, INTERNET) is None


@pytest.mark.parametrize(
    ("url", "code", "part"),
    [
        ("", "address-form", "characters"),
        ("https://x.example/" + "y" * 1983, "address-form", "characters"),
        ("http://crm.example.org/", "address-not-https", "https"),
        ("ftp://crm.example.org/", "address-not-https", "https"),
        ("file:///etc/passwd", "address-not-https", "https"),
        ("gopher://crm.example.org/", "address-not-https", "https"),
        ("crm.example.org/hook", "address-not-https", "https"),
        ("https:crm.example.org", "address-not-https", "https"),
        ("https:/crm.example.org", "address-not-https", "https"),
        ("//crm.example.org/", "address-not-https", "https"),
        ("unix://run/docker.sock", "address-not-https", "https"),
        ("https://", "address-form", "name of a server"),
        ("https:///hook", "address-form", "name of a server"),
        ("https://?x", "address-form", "name of a server"),
        ("https://:443/", "address-form", "name of a server"),
        ("https://crm.example.org:/", "address-form", "name of a server"),
        ("https://crm.example.org:0/", "address-form", "port"),
        ("https://crm.example.org:65536/", "address-form", "port"),
        ("https://crm.example.org:123456/", "address-form", "name of a server"),
        ("https://crm.example.org:44a/", "address-form", "name of a server"),
        ("https://crm.example.org:-1/", "address-form", "name of a server"),
        ("https://crm.example.org:٤٤٣/", "address-form", "name of a server"),
        ("https://ada:secret@crm.example.org/", "address-form", "password"),
        ("https://@crm.example.org/", "address-form", "password"),
        ("https://crm.example.org:443@other.example/", "address-form", "password"),
        ("https://crm.example.org/#part", "address-form", "fragment"),
        ("https://crm.example.org#@other.example/", "address-form", "fragment"),
        ("https://crm.example.org/a b", "address-form", "spaces"),
        (" https://crm.example.org/", "address-form", "spaces"),
        ("https://crm.example.org/\n", "address-form", "spaces"),
        ("https://crm.example.org/\r\nHost: other.example", "address-form", "spaces"),
        ("https://crm.example.org\t/", "address-form", "spaces"),
        ("https://crm.example.org/\0", "address-form", "spaces"),
        ("https://crm.example.org\\@other.example/", "address-form", "spaces"),
        ("https:\\\\crm.example.org/", "address-form", "spaces"),
        ("https://crm\u200b.example.org/", "address-form", "spaces"),
        ("https://crm.example.org/\u202e", "address-form", "spaces"),
        ("https://crm.example.org/é", "address-form", "percent-encoding"),
        ("https://crm.example.org/%zz", "address-form", "percent-encoding"),
        ("https://crm.example.org/<script>", "address-form", "percent-encoding"),
        ('https://crm.example.org/"', "address-form", "percent-encoding"),
        ("https://crm.example.org/%", "address-form", "percent-encoding"),
        ("https://crm.example.org./", "address-form", "name of a server"),
        ("https://crm..example.org/", "address-form", "name of a server"),
        ("https://.example.org/", "address-form", "name of a server"),
        ("https://-crm.example.org/", "address-form", "name of a server"),
        ("https://crm_1.example.org/", "address-form", "name of a server"),
        ("https://%31%32%37.0.0.1/", "address-form", "name of a server"),
        ("https://crm.example.org%2f@x/", "address-form", "password"),
        ("https://crm%00.example.org/", "address-form", "name of a server"),
        ("https://" + "a" * 64 + ".example/", "address-form", "name of a server"),
        ("https://" + "a." * 127 + "example/", "address-form", "name of a server"),
        ("https://[::1/", "address-form", "name of a server"),
        ("https://[]/", "address-form", "name of a server"),
        ("https://[crm.example.org]/", "address-form", "name of a server"),
        ("https://[fe80::1%25lo]/", "address-form", "name of a server"),
        ("https://[v1.x]/", "address-form", "name of a server"),
        ("https://::1/", "address-form", "name of a server"),
        ("https://[2606::1]x/", "address-form", "name of a server"),
        ("https://LOCALHOST/", "address-inside", "internet"),
        ("https://a.localhost/", "address-inside", "internet"),
        ("https://ⓛocalhost/", "address-inside", "internet"),
    ],
)
def test_what_is_wrong_with_an_address_is_said_in_a_sentence_that_does_not_quote_it(
    url: str, code: str, part: str
) -> None:
    fault = fault_of_address(url, INTERNET)
    assert fault is not None
    assert fault.code == code
    assert part in fault.sentence
    assert "secret" not in fault.sentence


@pytest.mark.parametrize(
    "host",
    [
        *("2130706433", "0x7f000001", "0x7f.1", "0X7F.0.0.1", "127.1", "127.0.1", "0177.0.0.1", "017700000001"),
        *("127.0.0.01", "0x7f.0x0.0x0.0x1", "1.2.3.4.5", "256.1.1.1", "93.184.215", "0x", "example.0x7f", "x.1"),
        *("127.0.0.1.", "1e1.0x", "4294967297", "93.184.215.14.", "0", "0000.0"),
        # IDN: full-width digits, other full stops, digits in circles, superscripts
        *("１２７.０.０.１", "127。0。0。1", "①②⑦.⓪.⓪.①", "127．0．0．1", "¹²⁷.⁰.⁰.¹", "0ｘ7f.1", "９３.184.215.14"),  # noqa: RUF001 - letters that look alike are the attack
    ],
)
def test_numbers_are_taken_in_the_usual_form_only(host: str) -> None:
    for reach in (INTERNET, EVERYTHING):
        fault = fault_of_address(f"https://{host}/", reach)
        assert fault is not None
        assert fault.code == "address-form"


@pytest.mark.parametrize(
    "address",
    [
        *("0.0.0.0", "0.1.2.3", "10.0.0.1", "100.64.0.1", "100.127.255.254", "127.0.0.1", "127.255.255.254"),
        *("169.254.169.254", "172.16.0.1", "172.31.255.254", "192.0.0.1", "192.0.0.9", "192.0.0.170", "192.0.2.1"),
        *("192.88.99.1", "192.168.1.1", "198.18.0.1", "198.19.255.254", "198.51.100.1", "203.0.113.1", "224.0.0.1"),
        *("239.255.255.250", "240.0.0.1", "255.255.255.255", "::", "::1", "::127.0.0.1", "::ffff:127.0.0.1"),
        *("::ffff:93.184.215.14", "::ffff:0:127.0.0.1", "64:ff9b::7f00:1", "64:ff9b::5db8:d70e", "64:ff9b:1::1"),
        *("100::1", "2001::1", "2001:0:4136:e378:8000:63bf:3fff:fdd2", "2001:10::1", "2001:20::1", "2001:db8::1"),
        *("2002:7f00:1::1", "2002:5db8:d70e::1", "3fff::1", "5f00::1", "fc00::1", "fd12::1", "fe80::1", "febf::1"),
        *("fec0::1", "ff02::1", "ff0e::1", "4000::1", "1::1", "2620:4f:8000::1"),
    ],
)
def test_an_address_of_a_special_network_is_not_on_the_internet(address: str) -> None:
    assert not is_public(ip_address(address))
    host = f"[{address}]" if ":" in address else address
    fault = fault_of_address(f"https://{host}:8443/hook", INTERNET)
    assert fault is not None
    assert fault.code == "address-inside"


@given(st.ip_addresses())
def test_what_is_on_the_internet_python_takes_for_global_too(address: object) -> None:
    each = ip_address(str(address))
    assert not is_public(each) or (each.is_global and not each.is_multicast and not each.is_private)


@pytest.mark.parametrize("address", ["8.8.8.8", "93.184.215.14", "2606:2800:21f::1", "2a00:1450::1", "2001:4860::8888"])
def test_other_addresses_are(address: str) -> None:
    assert is_public(ip_address(address))


def test_networks_of_ones_own_may_be_reached_where_the_operator_says_so() -> None:
    assert fault_of_address("https://10.20.1.1/hook", OWN) is None
    assert fault_of_address("https://[fd00:12::5]/hook", OWN) is None
    assert fault_of_address("https://10.21.1.1/hook", OWN) is not None
    assert fault_of_address("https://[fd00:13::5]/hook", OWN) is not None
    assert fault_of_address("https://93.184.215.14/", OWN) is None


def test_http_goes_to_loopback_only_and_only_where_that_is_inside() -> None:
    assert fault_of_address("http://127.0.0.1:8080/hook", OWN) is None
    for url, reach in (
        ("http://127.0.0.1:8080/hook", INTERNET),
        ("http://10.20.1.1/hook", OWN),
        ("http://crm.example.org/", EVERYTHING),
        ("http://93.184.215.14/", EVERYTHING),
        ("http://localhost:8080/", EVERYTHING),
    ):
        assert fault_of_address(url, reach) is not None


@pytest.mark.parametrize(
    "address", ["0.0.0.0", "0.0.0.1", "224.0.0.1", "255.255.255.255", "::", "::127.0.0.1", "ff02::1"]
)
def test_some_addresses_no_operator_can_allow(address: str) -> None:
    assert not EVERYTHING.admits(ip_address(address))
    assert not EVERYTHING.admits(ip_address("::ffff:10.0.0.1"))


def test_a_translated_address_is_judged_by_what_it_stands_for() -> None:
    translating = Reach(inside=(ip_network("64:ff9b::/96"), ip_network("10.20.0.0/16")))
    assert translating.admits(ip_address("64:ff9b::93.184.215.14"))
    assert translating.admits(ip_address("64:ff9b::10.20.0.1"))
    assert not translating.admits(ip_address("64:ff9b::127.0.0.1"))
    assert not translating.admits(ip_address("64:ff9b::10.21.0.1"))


@given(st.text(max_size=60))
def test_whatever_is_typed_has_a_destination_or_a_refusal_and_never_a_line_break(text: str) -> None:
    for url in (text, f"https://{text}", f"https://crm.example.org/{text}"):
        found = destination(url, INTERNET)
        if isinstance(found, Destination):
            sent = found.authority + found.target
            assert sent.isascii()
            assert sent.isprintable()
            assert " " not in sent
