"""From data to model: corpus, training, evaluation and its reports. Run by hand or by the command; never by serving."""
