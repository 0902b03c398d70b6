"""All that is taught about activations: the bend between two layers."""
