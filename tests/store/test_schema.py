from ledger.store.check import verify_head
from ledger.store.engine import read_transaction
from ledger.store.schema import check_schema


def test_a_fresh_schema_is_the_expected_one(log_engine):
    check_schema(log_engine)
    with read_transaction(log_engine) as conn:
        assert verify_head(conn).size == 0
