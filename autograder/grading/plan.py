"""From a job to the plan of one of its notebooks: read what was handed in, restore what is ours."""

from __future__ import annotations

from autograder.coursework import submissions
from autograder.grading.jobs import Job
from autograder.grading.restore import restore
from autograder.model import Notebook, Plan


def plan_for(job: Job, source: Notebook, released: Notebook) -> Plan:
    """Restore the notebook that answers ``source``, and say all that running it needs."""
    others = {each.name for each in job.assignment.notebooks} - {source.name}
    submitted, repairs = submissions.read_notebook(job.submission, source, others)
    restored = restore(source, released, submitted)
    inside = frozenset[str]() if job.assignment.is_strict else job.assignment.inside(source.name)
    return Plan(
        assignment=job.assignment.name,
        student=job.submission.student,
        notebook=Notebook(source.name, restored.cells, source.metadata),
        student_names=job.assignment.names_in[source.name],
        operators=job.assignment.operators,
        handed_back=job.assignment.handed_back,
        in_kernel=job.assignment.in_kernel.union(inside),
        seed=job.seed,
        limits=job.limits,
        repairs=repairs + restored.repairs,
        unanswered=restored.unanswered,
        fingerprint=job.fingerprint,
        imports=job.assignment.imports,
        unclaimed=job.assignment.unclaimed_in.get(source.name, frozenset()),
        kernel=job.assignment.kernels.get(source.name, ""),
    )
