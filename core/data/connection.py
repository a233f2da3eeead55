"""Connections that can be left at any moment: requests', with sockets that wait a tenth of a second at a time.

requests has two limits, one for the connection and one between two bytes. A mirror that sends
a byte now and then keeps within both for ever, and nobody is asked meanwhile whether to go on. Here
each wait, also that for an address and that within the handshake of TLS, is a row of short ones,
between which a :class:`core.data.patience.Watch` looks. Proxies and certificates stay requests' business.

What this module leans on in urllib3 is ``_new_conn``, by which a connection gets its socket.
"""

import selectors
import socket
import ssl
from contextlib import ExitStack, suppress
from typing import Any

import requests
from requests.adapters import HTTPAdapter
from urllib3 import HTTPConnectionPool, HTTPSConnectionPool
from urllib3.connection import HTTPConnection, HTTPSConnection

from core import workers
from core.data.patience import PAUSE, Trouble, Watch


def ask(address: str, headers: dict[str, str], watch: Watch) -> requests.Response:
    """Ask for what is at an address, and return the answer as soon as its head is there.

    It may be a redirection: it is not followed, and not a byte of what comes with it is read.

    Raises
    ------
    Exception
        What requests, urllib3 and the system raise, and what the watch does.
    """
    with requests.Session() as session:
        # requests would first read whatever comes with a redirection, however long.
        session.get_redirect_target = _not_followed  # type: ignore[method-assign]  # it has no setting for that
        adapter = _Adapter(watch)
        for scheme in ("http://", "https://"):
            session.mount(scheme, adapter)
        return session.get(address, headers=headers, stream=True, timeout=PAUSE)


def _not_followed(resp: requests.Response) -> None:
    """Return where requests is to look next: nowhere."""


class _Adapter(HTTPAdapter):
    """Gives requests the sockets of this module, for proxies as well."""

    def __init__(self, watch: Watch) -> None:
        self._context = _Context(ssl.PROTOCOL_TLS_CLIENT)
        self._context.watch = watch
        self._pools = _pools(watch)
        super().__init__()

    def init_poolmanager(self, *arguments: Any, **options: Any) -> None:
        super().init_poolmanager(*arguments, ssl_context=self._context, **options)
        self.poolmanager.pool_classes_by_scheme = self._pools

    def proxy_manager_for(self, proxy: str, **options: Any) -> Any:
        manager = super().proxy_manager_for(proxy, ssl_context=self._context, **options)
        manager.pool_classes_by_scheme = self._pools
        return manager


def _pools(watch: Watch) -> dict[str, type[HTTPConnectionPool]]:
    """Return urllib3's pools by their schemes, whose connections are watched."""

    class Plain(HTTPConnection):
        def _new_conn(self) -> socket.socket:
            return _connected(self._dns_host, self.port, watch)

    class Secure(HTTPSConnection):
        def _new_conn(self) -> socket.socket:
            return _connected(self._dns_host, self.port, watch)

    class PlainPool(HTTPConnectionPool):
        ConnectionCls = Plain

    class SecurePool(HTTPSConnectionPool):
        ConnectionCls = Secure

    return {"http": PlainPool, "https": SecurePool}


class _Plain(socket.socket):
    """A socket that waits as its watch says."""

    watch: Watch

    def recv_into(self, *arguments: Any) -> int:
        take = super().recv_into
        size = self.watch.waited(lambda: take(*arguments))
        self.watch.took(size)
        return size


class _Secure(ssl.SSLSocket):
    """The same with TLS around it."""

    def do_handshake(self, *arguments: Any) -> None:
        go_on = super().do_handshake
        with ExitStack() as undo:
            undo.callback(self.close)  # nobody has it yet who could
            self._watch.waited(lambda: go_on(*arguments))
            undo.pop_all()

    def recv_into(self, *arguments: Any) -> int:
        take = super().recv_into
        size = self._watch.waited(lambda: take(*arguments))
        self._watch.took(size)
        return size

    @property
    def _watch(self) -> Watch:
        assert isinstance(self.context, _Context)  # which made it
        return self.context.watch


class _Context(ssl.SSLContext):
    """Makes sockets for TLS that wait as its watch says."""

    sslsocket_class = _Secure
    watch: Watch


def _connected(host: str, port: int, watch: Watch) -> socket.socket:
    """Return a socket to the first address of a host that answers.

    Raises
    ------
    OSError
        When the host has no address, or none that answers.
    Exception
        What the watch raises.
    """
    watch.reaches_out()
    # The system cannot be asked for an address and left again, but a thread that asks it can.
    found = workers.beside(lambda: socket.getaddrinfo(host, port, type=socket.SOCK_STREAM), watch.look, PAUSE)
    trouble: Exception = OSError(f"{host} has no address")
    for family, kind, protocol, _, address in found:
        watch.reaches_out()
        try:
            return _called(_Plain(family, kind, protocol), address, watch)
        except (OSError, Trouble) as error:  # the next address may be on a network that works
            trouble = error
    raise trouble


def _called(connection: _Plain, address: Any, watch: Watch) -> socket.socket:
    """Connect a socket that is given, or close it."""
    with ExitStack() as undo:
        undo.callback(connection.close)
        connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)  # as http.client does
        connection.watch = watch
        connection.setblocking(False)
        with suppress(BlockingIOError):  # it takes time, and how it went is asked below
            connection.connect(address)
        with selectors.DefaultSelector() as selector:
            selector.register(connection, selectors.EVENT_WRITE)
            while not selector.select(PAUSE):
                watch.look()
        error = connection.getsockopt(socket.SOL_SOCKET, socket.SO_ERROR)
        if error:
            raise OSError(error, "no connection")
        watch.asks()
        connection.settimeout(PAUSE)
        undo.pop_all()
    return connection
