"""The admin client against a broker that is not there."""

import gc
import socket

import pytest
from kafka.errors import KafkaError

from kith_chassis.kafka.cluster import Cluster
from kith_cli.cluster.client import admin_client


def test_a_refused_connection_leaves_no_socket() -> None:
    with socket.socket() as nobody_listens:
        nobody_listens.bind(("127.0.0.1", 0))
        port = nobody_listens.getsockname()[1]
        cluster = Cluster(f"127.0.0.1:{port}", principal="office", keys=None, protocol="PLAINTEXT")
        with pytest.raises(KafkaError), admin_client(cluster, within_ms=300):
            pass
        gc.collect()  # a socket that was left is an unraisable ResourceWarning, and with that an error
