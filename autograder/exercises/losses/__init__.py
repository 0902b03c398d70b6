"""The ten exercises of the losses notebook, in its order."""

from autograder.exercises.losses.bce_with_logits import BCE_WITH_LOGITS
from autograder.exercises.losses.cross_entropy import CROSS_ENTROPY
from autograder.exercises.losses.hinge import HINGE
from autograder.exercises.losses.logsumexp import LOGSUMEXP
from autograder.exercises.losses.penalty import L2_OBJECTIVE
from autograder.exercises.losses.regression import MAE, MSE
from autograder.exercises.losses.robust import HUBER
from autograder.exercises.losses.softmax import SOFTMAX
from autograder.exercises.losses.softmax_backward import SOFTMAX_BACKWARD

EXERCISES = (
    MSE,
    MAE,
    HUBER,
    LOGSUMEXP,
    SOFTMAX,
    SOFTMAX_BACKWARD,
    CROSS_ENTROPY,
    BCE_WITH_LOGITS,
    HINGE,
    L2_OBJECTIVE,
)
