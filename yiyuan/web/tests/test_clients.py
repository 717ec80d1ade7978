from ipaddress import ip_network

import pytest
from django.test import RequestFactory

from yiyuan.config import env
from yiyuan.web.clients import client_address, network_of


@pytest.mark.parametrize(
    ("near", "forwarded", "found"),
    [
        ("192.0.2.1", "198.51.100.9", "192.0.2.1"),
        ("10.1.0.7", "", "10.1.0.7"),
        ("10.1.0.7", "198.51.100.9", "198.51.100.9"),
        ("10.1.0.7", "203.0.113.5, 198.51.100.9, 10.1.0.8", "198.51.100.9"),
        ("10.1.0.7", "198.51.100.9:50123", "198.51.100.9"),
        ("10.1.0.7", "[2001:db8::5]:443", "2001:db8::5"),
        ("::ffff:10.1.0.7", "198.51.100.9", "198.51.100.9"),
        ("10.1.0.7", "198.51.100.9, unknown", "10.1.0.7"),
    ],
)
def test_the_nearest_address_that_is_no_named_proxy_is_the_caller(settings, near, forwarded, found):
    settings.TRUSTED_PROXIES = (ip_network("10.1.0.0/16"),)
    headers = {"HTTP_X_FORWARDED_FOR": forwarded} if forwarded else {}
    assert client_address(RequestFactory().get("/", REMOTE_ADDR=near, **headers)) == found


def test_without_a_named_proxy_nothing_forwarded_is_believed(settings):
    settings.TRUSTED_PROXIES = ()
    asked = RequestFactory().get("/", REMOTE_ADDR="10.1.0.7", HTTP_X_FORWARDED_FOR="198.51.100.9")
    assert client_address(asked) == "10.1.0.7"


def test_a_setting_that_names_no_network_stops_the_start(monkeypatch):
    monkeypatch.setenv("YIYUAN_TRUSTED_PROXIES", "10.1.0.0/16, 10.2.0.7")
    assert env.networks("YIYUAN_TRUSTED_PROXIES") == (ip_network("10.1.0.0/16"), ip_network("10.2.0.7"))
    monkeypatch.setenv("YIYUAN_TRUSTED_PROXIES", "proxy.city")
    with pytest.raises(env.SettingError):
        env.networks("YIYUAN_TRUSTED_PROXIES")


@pytest.mark.parametrize(
    ("address", "place"),
    [
        ("192.0.2.7", "192.0.2.7"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
        ("2001:db8:1:2:ffff::1", "2001:db8:1:2::/64"),
        ("::ffff:192.0.2.7", "192.0.2.7"),
        ("", ""),
    ],
)
def test_one_place_is_an_address_of_the_old_kind_or_a_network_of_the_new(address, place):
    assert network_of(address) == place
