"""What a page in a browser asks of the engine that runs beside it: a message in, a message out, both JSON.

- `page_curve`: a result over one of its parameters, as points; and what sliders for the parameters allow.
- `page_exercises`: an exercise in a page: its statement, hints one by one, the mark of an answer, the solution.
- `page_messages`: one message: which verb, what is asked; every error is an answer, too.
- `page_questions`: what is typed into a page: a measure, a theorem or a claim; what was derived is kept.
"""
