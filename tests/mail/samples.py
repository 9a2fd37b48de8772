"""Letters that only tests write."""

from coachpractice.registry.mails import MAILS, Attachment, Letter, mail

told: list[tuple[str, str]] = []

if "tests.letter" not in MAILS:

    def _sent(*, who: str) -> None:
        told.append(("sent", who))

    def _failed(*, who: str) -> None:
        told.append(("failed", who))

    @mail("tests.letter", sent=_sent, failed=_failed)
    def letter(*, who: str) -> Letter | None:
        if who == "nobody":
            return None
        return Letter(
            to=f"{who}@example.org",
            language="fr",
            subject="À lire et à signer",
            template="mail/sample",
            context={"name": "L’Éclair & <b>Cie</b>", "link": "http://localhost:8000/l/x?a=1&b=2"},
            reply_to="coach@example.org",
            sender_name="Hélène Aubépine",
            attachments=[Attachment("contrat.pdf", b"%PDF-1.7 canari")],
        )
