"""A mail server on the loopback that keeps what it is given, and can be told to misbehave."""

import socketserver
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from email.message import EmailMessage


@dataclass
class Sink:
    """What arrived, in order. `refuse` gives a recipient's answer, such as "550 unknown"."""

    port: int = 0
    messages: list[EmailMessage] = field(default_factory=list)
    envelopes: list[tuple[str, list[str]]] = field(default_factory=list)
    refuse: str = ""

    @property
    def url(self) -> str:
        return f"smtp://127.0.0.1:{self.port}"


@contextmanager
def sink(port: int = 0) -> Iterator[Sink]:
    """Open the server for the length of a `with`; port 0 takes a free one."""
    kept = Sink()

    class Session(_Session):
        store = kept

    class Server(socketserver.ThreadingTCPServer):
        allow_reuse_address = True
        daemon_threads = True

    with Server(("127.0.0.1", port), Session) as server:
        kept.port = server.server_address[1]
        thread = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
        thread.start()
        try:
            yield kept
        finally:
            server.shutdown()


class _Session(socketserver.StreamRequestHandler):
    store: Sink

    def handle(self) -> None:
        self.say("220 sink")
        sender, recipients = "", []
        while line := self.rfile.readline().decode().strip():
            verb, _, rest = line.partition(":")
            if verb.upper().startswith(("EHLO", "HELO")):
                self.say("250 sink")
            elif verb.upper() == "MAIL FROM":
                sender, recipients = rest.split()[0], []
                self.say("250 ok")
            elif verb.upper() == "RCPT TO":
                self.say(self.store.refuse or "250 ok")
                if not self.store.refuse:
                    recipients.append(rest.split()[0].strip("<>"))
            elif verb.upper() == "DATA":
                self.say("354 go on")
                self.keep(sender, recipients)
            elif verb.upper() == "QUIT":
                self.say("221 bye")
                return
            else:
                self.say("250 ok")

    def keep(self, sender: str, recipients: list[str]) -> None:
        lines = []
        while (line := self.rfile.readline()) not in (b".\r\n", b""):
            lines.append(line.removeprefix(b".") if line.startswith(b"..") else line)
        raw = b"".join(lines)
        self.store.messages.append(message_from_bytes(raw, policy=policy.default))  # type: ignore
        self.store.envelopes.append((sender, recipients))
        self.say("250 kept")

    def say(self, words: str) -> None:
        self.wfile.write(f"{words}\r\n".encode())
