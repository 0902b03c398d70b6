"""The order of the topics, and the modules of ``dlkit`` that belong to none of them.

A topic may import the topics before it and the modules without a topic; these import no topic.
"""

ORDER = (
    "shapes",
    "activations",
    "losses",
    "approximation",
    "backprop",
    "autodiff",
    "optimizers",
    "initialization",
    "landscapes",
    "regularization",
    "convolution",
    "recurrent",
    "architectures",
    "shift",
    "frameworks",
    "errata",
)
WITHOUT_TOPIC = ("arguments", "check", "datasets", "plots", "topics")
