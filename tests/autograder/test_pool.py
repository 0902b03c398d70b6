"""Jobs on an executor: what an interrupted run leaves behind, and what a dead worker costs."""

import contextlib
import os
import time
from concurrent.futures import Executor, Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool

from autograder.grading import worker
from autograder.grading.pool import Pool, processes, run_jobs, run_ready, staying


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


def test_a_worker_that_dies_while_a_job_is_handed_to_it_holds_nobody_up():
    """Half of the job is written when its reader dies: it is larger than a pipe holds."""
    with processes(1).open(1) as executor:
        futures = [executor.submit(os._exit, 1)]
        futures += [executor.submit(len, b" " * 2**20) for _ in range(3)]
        assert {type(future.exception()) for future in futures} == {BrokenProcessPool}


class Here(Executor):
    """An executor that does everything at once, and says what."""

    def __init__(self, did):
        self.did = did

    def submit(self, function, job=""):
        self.did.append(f"{function.__name__} {job}".strip())
        future = Future()
        future.set_result(job)
        return future

    def shutdown(self, wait=True, *, cancel_futures=False):
        self.did.append("ended")


def test_workers_get_ready_before_the_first_result_is_asked_for(monkeypatch):
    did = []
    monkeypatch.setattr("autograder.grading.pool._open", lambda count: Here(did))
    with staying(2) as pool:
        finished = run_ready(["one", "two", "three"], pool)
        assert did == ["get_ready one", "get_ready two"]
        assert sorted(finished) == ["one", "three", "two"]


def test_workers_stay_for_all_runs_and_end_after_the_last(monkeypatch):
    opened, did = [], []
    monkeypatch.setattr(
        "autograder.grading.pool._open", lambda count: opened.append(count) or Here(did)
    )
    with staying(2) as pool:
        assert list(run_ready(["controls"], pool)) == ["controls"]
        assert list(run_ready(["class"], pool)) == ["class"]
        assert "ended" not in did
    assert (opened, did[-1]) == ([2], "ended")


def test_workers_that_died_are_not_used_again():
    with staying(1) as pool:
        with pool.open(1) as executor:
            assert type(executor.submit(os._exit, 1).exception()) is BrokenProcessPool
        with pool.open(1) as executor:
            assert executor.submit(len, "abc").result() == 3


def test_no_worker_is_started_where_there_is_nothing_to_do(monkeypatch):
    monkeypatch.setattr("autograder.grading.pool._open", None)
    with staying(2) as pool:
        assert list(run_ready([], pool)) == []


def deadly(job):
    """Runs in a worker: two of the jobs end it, once it has something else to do as well."""
    time.sleep(0.05)
    if job.startswith("poison"):
        os._exit(1)
    return job


def test_a_dead_worker_leaves_the_class_as_many_workers_as_before(monkeypatch):
    """Python's pool breaks as a whole; only what can have been under way is run alone."""
    ran = {1: [], 3: []}  # by the number of workers

    class Counted(ProcessPoolExecutor):
        def submit(self, function, job):
            ran[self._max_workers].append(job)
            return super().submit(deadly, job)

    monkeypatch.setattr("autograder.grading.pool.ProcessPoolExecutor", Counted)
    monkeypatch.setattr(worker, "lost", "lost {}".format)
    jobs = [f"job {n}" for n in range(20)]
    jobs[1], jobs[15] = "poison 1", "poison 15"
    done = list(run_jobs(jobs, processes(3)))
    assert sorted(done) == sorted(f"lost {j}" if j.startswith("poison") else j for j in jobs)
    assert set(jobs) == set(ran[3])
    assert {"poison 1", "poison 15"} <= set(ran[1]) and len(ran[1]) <= 6
