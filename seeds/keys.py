"""Let three companies and a creator hold keys: they sign what is theirs, everybody else seals.

Keys and nonces come from a stream of their own, so that no other part of the world depends on them.
"""

from collections.abc import Iterable
from datetime import date
from typing import Final

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from ledger.command import Command
from ledger.entropy import SeededEntropy
from ledger.keys.commands import RegisterKey, RotateKey, SetKeyPolicy
from ledger.keys.consents import Consent
from ledger.keys.signer import Signer
from ledger.log.authorship import Signature
from ledger.log.genesis import parse_genesis
from ledger.parties.commands import AddAlias, Alias
from ledger.values import DocumentRef
from seeds.build import Builder, document_hash
from seeds.world import Body

_COMPANIES: Final = 3
_CONSENTED_ON: Final = date(2024, 3, 25)
_DEMANDED: Final = ("AmendCommittee/1", "AddTerms/1")


class Pens:
    """The keys of this world, by plan key of the party.

    Args:
        builder: The world.
    """

    def __init__(self, builder: Builder) -> None:
        genesis = parse_genesis(builder.register.genesis)
        self._entropy = SeededEntropy(genesis.sample_seed or 0, "authors")
        self._builder = builder
        self._signers: dict[str, Signer] = {}

    def draw(self, key: str) -> Signer:
        """Draw a key for a party; it signs once it is registered."""
        private = Ed25519PrivateKey.from_private_bytes(self._entropy.bytes(32))
        return Signer(private, self._builder.ids[key], self._entropy)

    def hold(self, key: str, signer: Signer) -> None:
        """Let a party sign with a key from now on."""
        self._signers[key] = signer

    def held(self, key: str) -> Signer:
        """Return the key with which a party signs now."""
        return self._signers[key]

    def holds(self, key: str) -> bool:
        """Tell whether a party has a key."""
        return key in self._signers

    def sign(self, command: Command, *keys: str) -> tuple[Signature, ...]:
        """Sign a command for each of these parties that has a key."""
        return self.sign_with(
            command, *(self._signers[key] for key in keys if key in self._signers)
        )

    def sign_with(self, command: Command, *signers: Signer) -> tuple[Signature, ...]:
        """Sign a command with these keys."""
        origin = self._builder.register.origin
        return tuple(signer.sign(origin, command.TYPE, command.body()) for signer in signers)


def record_keys(builder: Builder) -> Pens:
    """Register the keys, demand signatures for one company, and replace one key."""
    pens = Pens(builder)
    companies = [company.key for company in builder.world.companies[:_COMPANIES]]
    for key in (*companies, builder.world.people[0].key):
        _register(builder, pens, key)
    policy = SetKeyPolicy(
        party=builder.ids[companies[0]], commands=_DEMANDED, reason="社内規程（見本）"
    )
    builder.send(policy, *pens.sign(policy, companies[0]))
    for key in companies:
        alias = Alias(text=f"{key.upper()} ANIME", reason="英字表記（見本）")
        command = AddAlias(party=builder.ids[key], alias=alias)
        builder.send(command, *pens.sign(command, key))
    _rotate(builder, pens, companies[-1])
    builder.settle()
    return pens


def _register(builder: Builder, pens: Pens, key: str) -> None:
    signer = pens.draw(key)
    command = RegisterKey(
        party=signer.party,
        public_key=signer.public_key.hex(),
        label="見本の鍵",
        evidence=DocumentRef(sha256=document_hash(f"key of {key}")),
    )
    builder.send(command, *pens.sign_with(command, signer))
    pens.hold(key, signer)


def _rotate(builder: Builder, pens: Pens, key: str) -> None:
    old, new = pens.held(key), pens.draw(key)
    command = RotateKey(
        party=new.party, replaces=old.key, public_key=new.public_key.hex(), label="二本目の鍵"
    )
    builder.send(command, *pens.sign_with(command, old, new))
    pens.hold(key, new)


def consents(builder: Builder, pens: Pens, body: Body) -> Iterable[Consent]:
    """Return the consents to a committee's contract: by key where there is one, else by seal."""
    for share in body.members:
        party = builder.ids[share.company]
        if pens.holds(share.company):
            yield Consent(party=party, method="key", consented_on=_CONSENTED_ON)
        else:
            yield Consent(
                party=party,
                method="seal",
                document=DocumentRef(sha256=document_hash(f"contract of {body.key}")),
                attested_by="operator",
                consented_on=_CONSENTED_ON,
            )
