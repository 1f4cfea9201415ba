"""What the database itself keeps of money: looked at when a transaction is about to be committed.

Each check first locks the row that a sum belongs to, and all that change the sum take the same lock: the second of two
waits, and then sees what the first has committed. Only ids are taken from the row that set it off.
"""

import pgtrigger

from partners.models.fields import at_commit

TRANCHES_ADD_UP = "tranches_add_up_to_grant"
YEARS_IN_PERIOD = "years_within_the_grants_period"
WITHIN_VOUCHER = "allocations_within_the_voucher"
OF_PROJECT_AND_PERIOD = "allocations_of_the_grants_project_and_period"

_WRITTEN = pgtrigger.Insert | pgtrigger.Update
_CHANGED = _WRITTEN | pgtrigger.Delete


def _refuse(constraint: str, table: str) -> str:
    """PL/pgSQL that ends the transaction as if a constraint of that name were broken."""
    return (
        f"RAISE EXCEPTION '{constraint}' "
        f"USING ERRCODE = 'check_violation', CONSTRAINT = '{constraint}', TABLE = '{table}';"
    )


# The ids stand for `(%s)`: those of the row as it was and as it is, as it may have moved from one grant to another.
_GRANT = f"""
    FOR award IN SELECT * FROM partners_grant WHERE id IN (%s) ORDER BY id FOR NO KEY UPDATE LOOP
        SELECT COALESCE(SUM(amount), 0) INTO total FROM partners_tranche WHERE grant_id = award.id;
        IF award.status <> 'draft' AND total <> award.amount THEN
            {_refuse(TRANCHES_ADD_UP, "partners_tranche")}
        END IF;
        PERFORM 1 FROM (
            SELECT year FROM partners_tranche WHERE grant_id = award.id
            UNION ALL SELECT year FROM partners_budgetline WHERE grant_id = award.id
            UNION ALL SELECT year FROM partners_unusedfunds WHERE grant_id = award.id
        ) AS used
        WHERE year < EXTRACT(YEAR FROM award.valid_from) OR year > EXTRACT(YEAR FROM award.valid_until - 1);
        IF FOUND THEN
            {_refuse(YEARS_IN_PERIOD, "partners_grant")}
        END IF;
        PERFORM 1 FROM partners_allocation JOIN partners_expense ON partners_expense.id = expense_id
        WHERE grant_id = award.id AND (
            partners_expense.project_id <> award.project_id
            OR spent_on < award.valid_from OR spent_on >= award.valid_until
        );
        IF FOUND THEN
            {_refuse(OF_PROJECT_AND_PERIOD, "partners_allocation")}
        END IF;
    END LOOP;
    RETURN NULL;
"""  # noqa: S608 - only constants of this file

_VOUCHER = f"""
    FOR voucher IN SELECT * FROM partners_expense WHERE id IN (%s) ORDER BY id FOR NO KEY UPDATE LOOP
        SELECT COALESCE(SUM(amount), 0) INTO total FROM partners_allocation WHERE expense_id = voucher.id;
        IF total > voucher.amount THEN
            {_refuse(WITHIN_VOUCHER, "partners_allocation")}
        END IF;
        PERFORM 1 FROM partners_grant WHERE id IN (
            SELECT grant_id FROM partners_allocation WHERE expense_id = voucher.id
        ) ORDER BY id FOR SHARE;
        PERFORM 1 FROM partners_allocation JOIN partners_grant ON partners_grant.id = grant_id
        WHERE expense_id = voucher.id AND (
            partners_grant.project_id <> voucher.project_id
            OR voucher.spent_on < valid_from OR voucher.spent_on >= valid_until
        );
        IF FOUND THEN
            {_refuse(OF_PROJECT_AND_PERIOD, "partners_allocation")}
        END IF;
    END LOOP;
    RETURN NULL;
"""  # noqa: S608 - only constants of this file

GRANT_ADDS_UP = at_commit("grant_adds_up", _WRITTEN, _GRANT % "NEW.id", award="RECORD", total="NUMERIC")
PART_OF_GRANT_ADDS_UP = at_commit(
    "part_of_grant_adds_up", _CHANGED, _GRANT % "NEW.grant_id, OLD.grant_id", award="RECORD", total="NUMERIC"
)
VOUCHER_COVERS = at_commit("voucher_covers", pgtrigger.Update, _VOUCHER % "NEW.id", voucher="RECORD", total="NUMERIC")
ALLOCATION_IS_COVERED = at_commit(
    "allocation_is_covered", _WRITTEN, _VOUCHER % "NEW.expense_id", voucher="RECORD", total="NUMERIC"
)
