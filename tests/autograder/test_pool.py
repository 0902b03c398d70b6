"""Jobs on an executor: what an interrupted run leaves behind."""

import contextlib
from concurrent.futures import Executor, Future

from autograder.pool import Pool, run_jobs


def test_an_interrupted_run_waits_for_nothing_that_has_not_begun():
    futures = []

    def submit(executor, job):
        futures.append(Future())
        if job == "quick":
            futures[-1].set_result("done")
        return futures[-1]

    pool = Pool(
        open=lambda count: contextlib.nullcontext(Executor()),
        submit=submit,
        workers=1,
        died=RuntimeError,
    )
    running = run_jobs(["quick", "slow", "slow"], pool)
    assert next(running) == "done"
    running.close()
    assert [future.cancelled() for future in futures] == [False, True, True]
