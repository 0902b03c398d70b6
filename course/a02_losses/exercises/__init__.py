"""The ten exercises of the losses notebook, in its order."""

from course.a02_losses.exercises.bce_with_logits import BCE_WITH_LOGITS
from course.a02_losses.exercises.cross_entropy import CROSS_ENTROPY
from course.a02_losses.exercises.hinge import HINGE
from course.a02_losses.exercises.logsumexp import LOGSUMEXP
from course.a02_losses.exercises.penalty import L2_OBJECTIVE
from course.a02_losses.exercises.regression import MAE, MSE
from course.a02_losses.exercises.robust import HUBER
from course.a02_losses.exercises.softmax import SOFTMAX
from course.a02_losses.exercises.softmax_backward import SOFTMAX_BACKWARD

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
