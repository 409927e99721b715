"""The functions that the tools of the tutorial stand for. Programs have them as they stand from the first line of code on,
and the page runs these very ones: nothing that a model or a learner wrote is ever evaluated.
"""

from datetime import date

WEATHER = {"Paris": "18 degrees, rain", "Oslo": "3 degrees, snow", "Rome": "24 degrees, sun"}


def get_weather(city: str) -> str:
    if city not in WEATHER:
        raise ValueError(f"no weather station in {city}. There is one in {', '.join(WEATHER)}")
    return WEATHER[city]


def calculate(left: float, operator: str, right: float) -> float:
    results = {"+": left + right, "-": left - right, "*": left * right}
    return left / right if operator == "/" else results[operator]


def get_date() -> str:
    return f"{date.today():%A, %d %B %Y}"


FUNCTIONS = {"get_weather": get_weather, "calculate": calculate, "get_date": get_date}


def run(name: str, arguments: dict[str, object]) -> str:
    try:
        return str(FUNCTIONS[name](**arguments))  # type: ignore[operator]
    except Exception as error:  # the model is told, and the program goes on
        return f"Error: {type(error).__name__}: {error}"
