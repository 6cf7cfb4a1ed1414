"""For an organisation's own systems, over HTTP: send a command and learn its outcome, follow facts.

`Client` waits in the thread that calls it, `AsyncClient` in an event loop; they do the same. Needs the extra
`kith-contracts[client]`. Nothing else of this package imports an HTTP library.
"""

from kith_contracts.client.exchange import Refused, Told
from kith_contracts.client.loop import AsyncClient
from kith_contracts.client.plain import Client

__all__ = ["AsyncClient", "Client", "Refused", "Told"]
