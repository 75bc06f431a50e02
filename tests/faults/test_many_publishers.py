"""Many processes publish at once, and one of them dies: one note per size, none goes back."""

from itertools import pairwise
from pathlib import Path
from time import monotonic, sleep

from ledger.bootstrap import open_register
from ledger.jobs.publish import publish_checkpoint
from ledger.jobs.verify import verify_register
from ledger.log.proof import consistency_proof, verify_consistency
from ledger.settings import Settings
from ledger.store import checkpoints
from ledger.store.read import LogReader
from tests.faults import publisher

ROUNDS = 12


def test_processes_that_publish_at_once_agree_even_when_one_dies(
    either_settings: Settings, tmp_path: Path
) -> None:
    papers = [tmp_path / f"heard{number}" for number in range(3)]
    children = [
        publisher.start(either_settings, f"p{number}", ROUNDS, paper)
        for number, paper in enumerate(papers)
    ]
    end = monotonic() + 60
    while len(publisher.notes(papers[0])) < ROUNDS // 3:
        assert monotonic() < end
        sleep(0.01)
    children[0].kill()
    for child in children:
        child.join(60)
    assert [child.exitcode for child in children[1:]] == [0, 0]
    register = open_register(either_settings)
    publish_checkpoint(register)
    with register.ledger.reading() as conn:
        size = LogReader(conn).size()
        stored = list(checkpoints.all_notes(conn))
        node = LogReader(conn).hash_reader()
        for before, after in pairwise(stored):
            path = consistency_proof(before.size, after.size, node)
            verify_consistency(before.size, before.root, after.size, after.root, path)
    assert stored[-1].size == size
    published = {(each.size, each.note) for each in stored}
    for paper in papers:
        for index, covered, note in publisher.notes(paper):
            assert covered > index
            assert (covered, note) in published
    assert verify_register(register).findings == ()
    register.close()
