"""What the practice model can explain about APIs and programs: facts as templates, checked by hand."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Topic:
    """One thing that can be explained.

    `names` are what people call it, small letters, split at `|`. The first of `lines` alone is an
    answer in one sentence; the last is kept for larger models. `simple` is for a child, `word` for
    "in one word".
    """

    names: str
    lines: tuple[str, ...]
    simple: str
    word: str


TECHNICAL = (
    Topic(
        "api|apis|application programming interface|api call|llm api",
        (
            "An API {is^3|(application programming interface) is} {a fixed way for one program to ask another for "
            "something|an agreed set of requests that one program may send to another|the counter at which one "
            "program asks another for a service}.",
            "{You send a request in an agreed form and get a response back^2|One side sends a request in an agreed "
            "form, the other side answers}, {without knowing how the other side works inside|and neither needs to "
            "know how the other works inside}.",
            "{With an LLM API|When the API belongs to a language model}, you send {a list of messages|your messages} "
            "over HTTPS and {get text back|the reply comes back as text}.",
            "What you may send and what comes back is written down in the API's documentation.",
        ),
        "{Imagine a waiter|Think of a waiter} in a restaurant: you tell the waiter what you want, the waiter tells "
        "the kitchen, and {your food comes back|then your food appears}. An API is such a waiter for programs.",
        "Interface",
    ),
    Topic(
        "llm|llms|large language model|large language models|language model|language models",
        (
            "A large language model is a {program|neural network} that {was trained on a great deal of text to predict "
            "the next word-piece|has learnt from a great deal of text which word-piece is likely to come next}.",
            "It writes a reply {one token at a time|token by token}, each time {choosing|drawing} from what is "
            "likely to follow {everything before it|the text so far}.",
            "{It can explain, summarise, translate and write code^2|It can draft, explain, classify and translate}, "
            "but it {can also be wrong in a confident tone|may state something false just as fluently}.",
            "It keeps no memory between calls: what it should know has to be in the messages that are sent.",
        ),
        "{Imagine a parrot that has listened to every book in the library|Think of a game in which you guess the next "
        "word}: a language model is {very good at guessing which word comes next|a computer that guesses the next "
        "word again and again}, until a whole answer stands there.",
        "Predictor",
    ),
    Topic(
        "token|tokens|tokenizer|tokenization|tokenisation|word-piece|word piece",
        (
            "A token is {a piece of a word|a word-piece}: the unit in which a language model {reads and writes "
            "text|counts text}.",
            "{In English a token is about four characters|A short English word is one token, a long one is several}, "
            "and {the space before a word belongs to its token|other languages often need more tokens for the same "
            "meaning}.",
            "{Prices and limits are counted in tokens^2|You pay per token}, {for what you send as well as for what "
            "comes back|input and output alike}.",
            "Every family of models cuts text in its own way, so the same text has different counts.",
        ),
        "{Imagine cutting a sentence into puzzle pieces|Words are like toy bricks}: each {piece|brick} is a token, and "
        "the computer {puts one piece after another|builds with them}.",
        "Word-piece",
    ),
    Topic(
        "temperature|sampling temperature",
        (
            "Temperature is the setting that decides {how random a language model's choice of the next token is|how "
            "much chance there is in the choice of each next token}.",
            "At 0 {the likeliest token is taken almost every time|the reply is nearly always the same}; {around 1 the "
            "replies vary|at 1 you get different wordings from call to call}, and {far above it they fall apart|"
            "well above 1 the text loses its thread}.",
            "{Use a low value for extraction and facts, a higher one for ideas^2|Low suits classification, high suits "
            "brainstorming}.",
            "Several of the newest models no longer accept the parameter and answer it with an error 400.",
        ),
        "{Imagine choosing an ice cream|Think of a bag of sweets}: with a low temperature you always take your "
        "favourite, with a high one you {close your eyes and take any|let yourself be surprised}.",
        "Randomness",
    ),
    Topic(
        "system prompt|system prompts|system message|system role|system instruction",
        (
            "A system prompt is {the instruction that comes before the conversation|the text that tells the model how "
            "to behave}: {its role, its tone, its rules and the format of its replies|who it should be, and what it "
            "may and may not do}.",
            "{It holds for the whole conversation^2|It is sent along with every call}, while user messages {carry the "
            "single questions|bring one question after another}.",
            "{One line in it can change every reply|Tell it to talk like a pirate and every reply changes}.",
            "Anthropic takes it as a field of its own, OpenAI as a message at the head of the list.",
        ),
        "{Imagine telling an actor before the play: today you are a pirate|It is like telling your friend the rules "
        "before the game starts}. Then {everything is said in that way|the whole game follows them}.",
        "Instructions",
    ),
    Topic(
        "stop sequence|stop sequences|stop parameter|stop string",
        (
            "A stop sequence is {a string that ends the reply the moment it would appear|some text at which the model "
            "stops writing at once}.",
            'With a numbered list and the stop sequence "6.", {the sixth item is never written|the list ends after '
            "item five}.",
            "{The stop sequence itself is not part of the reply|What you get ends just before it}, and the response "
            "{says that this is why it stopped|gives it as the reason for stopping}.",
            "Not every model takes the parameter.",
        ),
        "{It is like the game of statues|Imagine a magic word}: as soon as the magic word would be said, everybody "
        "{freezes|stops talking}.",
        "Brake",
    ),
    Topic(
        "stop reason|stop_reason|finish reason|finish_reason",
        (
            "The stop reason is the field of the response that says why the model stopped writing.",
            "{It tells a finished reply from one that the token limit cut off|A finished reply and a cut one differ "
            "only there}, {so check it before you show the text|so an app should look at it every time}.",
            "Anthropic calls it stop_reason with values such as end_turn and max_tokens, OpenAI's chat completions "
            "call it finish_reason with stop and length.",
            "A stop sequence and a tool call have values of their own.",
        ),
        "It is like {the last page of a letter|the end of a film}: it tells you whether the story is over or the paper "
        "ran out.",
        "Ending",
    ),
    Topic(
        "max_tokens|max tokens|cut off|cut short|truncated|half a sentence|token limit|max_completion_tokens|"
        "maximum tokens|max output tokens",
        (
            "The token limit is {a ceiling on the length of the reply|the most tokens that the model may write}, not a "
            "target.",
            "If it is too low, the reply {is cut off in the middle of a sentence|ends mid-sentence}, and the stop "
            "reason {says so|tells you}.",
            "{Output tokens are the dear ones, so the limit is the first guard on what a call can cost|It keeps a "
            "single call from costing more than you meant}.",
            "With models that think before they answer, the thinking counts towards the limit too.",
        ),
        "It is like {a sheet of paper|a small plate}: {when the page is full, you have to stop|it holds only so much}.",
        "Ceiling",
    ),
    Topic(
        "streaming|stream|streamed reply|stream a reply|server-sent events|server sent events|sse",
        (
            "Streaming means that a reply {arrives piece by piece while it is written|is sent in small pieces as soon "
            "as each is ready} instead of all at once at the end.",
            "{It does not make the model faster, but the wait feels shorter^2|The total time stays the same, yet the "
            "reader sees the first words early}.",
            "{Stream when a person is waiting, take the whole reply when a program is|It suits a chat window; a job "
            "in the background can wait for the whole}.",
            "Most LLM APIs send the pieces as server-sent events over one HTTP response.",
        ),
        "{It is like a friend reading you a story while still turning the pages|Imagine pouring juice: you see it come "
        "bit by bit}, {and you need not wait for the end|instead of all at once}.",
        "Piecewise",
    ),
    Topic(
        "context window|context length|context limit|context size",
        (
            "The context window is {the most tokens that a model can take in at once|how much text a model can see in "
            "one call}: {the whole prompt plus the reply|instructions, conversation and reply together}.",
            "{What does not fit is refused or has to be shortened|If a conversation outgrows it, old messages must be "
            "dropped or summarised}.",
            "{Current models reach from some thousands to about a million tokens|Its size differs much from model to "
            "model}.",
            "A long prompt is also a dear one, for every token of it is paid for in each call.",
        ),
        "{Think of a table|Imagine a desk}: only {as many pages as fit on it|what lies on it} can be looked at "
        "together.",
        "Memory",
    ),
    Topic(
        "rate limit|rate limits|rate limiting|429|error 429|quota|too many requests",
        (
            "A rate limit is {the most requests or tokens that you may send in a given time|a bound on how much "
            "you may "
            "send per minute}; {beyond it the API answers 429|whoever goes over it gets an error 429}.",
            "{Wait and try again, each time a little longer^2|Retry after a pause that doubles each time}, and {obey "
            "the retry-after header if there is one|if the response has a retry-after header, wait that long}.",
            "{Limits depend on your account and its tier|The limits grow with your tier}, so {the headers of each "
            "response tell what is left|look at the rate-limit headers of a response}.",
            "A 429 can also mean that the prepaid credit is used up, and then waiting does not help.",
        ),
        "{It is like a slide in the playground|Think of a sweet shop}: {only so many children per minute|only so many "
        "sweets a day}, then you have to wait.",
        "Throttle",
    ),
    Topic(
        "retry|retries|retry logic|exponential backoff|backoff|jitter",
        (
            "{Retry only what a retry can mend|A retry makes sense only where the next attempt may succeed}: 429, "
            "server errors such as 500, 503 and 529, time-outs and dropped connections.",
            "{Wait longer before each attempt, for example one, two, then four seconds|Double the wait before every "
            "attempt}, {add a little randomness|mix in some jitter} and {stop after a few|limit their number}.",
            "{Never retry a 400 or a 401: the same request will fail again|Other 4xx errors come back every time, so "
            "mend the request instead}.",
            "The official SDKs already retry a couple of times, so a loop of your own multiplies the attempts.",
        ),
        "If a door is {stuck|closed}, you {knock, wait a bit, and knock again|try again a little later}, but not "
        "{for ever|a hundred times a minute}.",
        "Patience",
    ),
    Topic(
        "api key|api keys|authenticate|authentication|keep my key safe|keep keys safe|secret key|leaked key|keep "
        "my api key|store my key",
        (
            "An API key is {the secret that tells a provider who is calling and who pays|a password for a program}.",
            "{Keep it in an environment variable or a .env file that git ignores^2|Put it into the environment, never "
            "into the code}, and {never paste it into a chat, a screenshot or a repository|do not share it}.",
            "{If it leaks, revoke it at once and make a new one|Should it ever leak, delete it in the provider's "
            "console "
            "and issue another}.",
            "Set a spending limit at the provider as well, and use a separate key for each project.",
        ),
        "It is like {the key to your house|the key to your treasure box}: {whoever has it can go in|keep it in your "
        "pocket and give it to nobody}.",
        "Password",
    ),
    Topic(
        "environment variable|environment variables|env file|.env|dotenv",
        (
            "An environment variable is {a named value that the system hands to a program when it starts|a "
            "setting that "
            "lives outside the program's code}.",
            "{It is the usual place for API keys|Keys are kept there}, because {the code can then be shared without "
            "them|then no secret stands in the code}.",
            "In Python you read one with os.environ, and {a .env file can be loaded with python-dotenv|python-dotenv "
            "reads them from a .env file}.",
            "On macOS and Linux you set one with export, in PowerShell with $env.",
        ),
        "It is like {a note on the fridge|a label on a drawer} that {everybody in the house can read|tells you where "
        "something is}, without writing it into your book.",
        "Setting",
    ),
    Topic(
        "json|json object|json format",
        (
            "JSON is {a simple text format for data|a way to write data as text}, made of {objects, lists, strings, "
            "numbers, true, false and null|names with values, and lists}.",
            "{Nearly every web API speaks it^2|It is what most web APIs send and receive}, {since people can read it "
            "and every language can parse it|because it is easy to read for people and for programs}.",
            "{Your SDK turns objects into JSON before sending and back into objects after|The request body of an LLM "
            "call is JSON, and so is the response}.",
            "The name stands for JavaScript Object Notation.",
        ),
        "It is like {a very tidy shopping list|a form with boxes}: each {thing has a name and a value|box has a "
        "label and "
        "something in it}.",
        "Format",
    ),
    Topic(
        "http|http request|http protocol",
        (
            "HTTP is {the protocol with which programs ask for things on the web|the language that browsers and web "
            "servers speak}: {a request goes out, a response comes back|one asks, the other answers}.",
            "A request has {a method such as GET or POST, an address, headers and often a body|a method, an "
            "address and "
            "headers}, {a response has a status code, headers and a body|and the response a status code}.",
            "{An LLM call is one POST with JSON in its body|Calling a language model is a single HTTP POST}.",
            "Its encrypted form is HTTPS, and an API key should never travel without it.",
        ),
        "It is like {sending a letter and getting a letter back|asking a question at a counter}: there are rules "
        "how to "
        "{write the address and the answer|ask and how to answer}.",
        "Protocol",
    ),
    Topic(
        "https|tls|ssl",
        (
            "HTTPS is HTTP {over an encrypted connection|inside an encrypted tunnel}, so that nobody on the way "
            "can read "
            "or change what is sent.",
            "{A certificate proves that you speak to the right server|The server shows a certificate to prove "
            "who it is}.",
            "{This is what keeps an API key secret while it travels|Keys and passwords belong on such "
            "connections only}.",
            "The encryption underneath is called TLS.",
        ),
        "It is like {a letter in a locked box|whispering through a tube}: only the one it is meant for can read it.",
        "Encryption",
    ),
    Topic(
        "status code|status codes|http status|http status code",
        (
            "A status code is {the three-digit number with which a server says how a request went|the number at "
            "the head "
            "of every HTTP response}.",
            "{2xx means success, 4xx means that the request was wrong, 5xx that the server failed^2|200 is "
            "success, 400 "
            "and 401 are the caller's mistakes, 500 the server's}.",
            "{429 asks you to slow down, 404 says that the address or the model does not exist|The most common in this "
            "tutorial are 200, 400, 401, 404, 429 and 500}.",
            "Some providers add their own, such as 529 for an overloaded service.",
        ),
        "It is like {a smiley on your homework|a traffic light}: one look tells you {how it went|whether you may "
        "go on}.",
        "Outcome",
    ),
    Topic(
        "header|headers|http header|http headers",
        (
            "A header is {a line of information that travels beside the content of a request or a response|a "
            "name and a "
            "value sent along with an HTTP message}.",
            "{The API key travels in one|Among the request's headers are the API key and the type of the content}.",
            "{A response's headers hold the request id and what is left of your rate limit|In the response you "
            "find the "
            "request id, useful when you ask for support}.",
            "Never log the headers of a request without hiding the key.",
        ),
        "It is like {what is written on the outside of an envelope|the stamp and the address on a parcel}.",
        "Label",
    ),
    Topic(
        "sdk|software development kit|client library",
        (
            "An SDK is {a library that makes an API comfortable in one programming language|a package through "
            "which your "
            "code talks to an API}.",
            "{It builds the request, adds the key, retries where that makes sense and turns the response into "
            "objects^2|It takes care of JSON, headers, retries and errors}.",
            "{You install it with pip in Python or npm in JavaScript|Install it with pip or npm, then import it}.",
            "Anything that an SDK does can also be done with plain HTTP.",
        ),
        "It is like {a box of tools made for one job|a kit with instructions}, so that you need not make the hammer "
        "yourself.",
        "Toolkit",
    ),
    Topic(
        "endpoint|api endpoint|base url|url",
        (
            "An endpoint is {one address of an API|the URL at which one service of an API answers}, such as the "
            "one for "
            "messages or the one for embeddings.",
            "{Each has its own form of request and response|What you may send there is written in the documentation}.",
            "{The part that all of them share is called the base URL|Change the base URL and the same code talks to "
            "another server, for instance to this practice server}.",
            "The SDK picks the endpoint from the method that you call.",
        ),
        "It is like {the number of a room in a big building|a door with a name on it}: behind each door "
        "{somebody does one "
        "job|you get one thing}.",
        "Address",
    ),
    Topic(
        "prompt|user prompt|prompts|prompt engineering",
        (
            "A prompt is {the text that you give a language model to work on|what you send to a language model}: "
            "{instructions, question and context|the question and all that belongs to it}.",
            "{Say what you want, for whom, and in which form|The clearer it names the task, the reader and the format, "
            "the better the reply}.",
            "{An example in the prompt often helps more than a long explanation|Show an example, for it says more than "
            "many words}.",
            "Its length in tokens is part of the bill.",
        ),
        "It is {what you say to the computer|your wish to the genie}: the clearer you say it, the better it is done.",
        "Request",
    ),
    Topic(
        "roles|user role|assistant role|message roles|messages list|role of a message",
        (
            "A role says {who is speaking in a message|whose message it is}: system for instructions, user for "
            "the person "
            "and assistant for the model's earlier replies.",
            "{The model reads the whole list and writes the next assistant message|Out of the whole list the "
            "model makes "
            "the next assistant message}.",
            "{A conversation is simply this list, sent again with every call|Each turn adds two messages to the list}.",
            "You may even write assistant messages yourself, as examples of how to answer.",
        ),
        "It is like {a play|a puppet show}: every line has a name before it, so you know who is talking.",
        "Speaker",
    ),
    Topic(
        "stateless|statelessness|bill grow|bill grows|getting dearer|conversation history|chat memory|forget "
        "what i said|why do you forget|memory of an llm|why does it forget",
        (
            "An LLM API is stateless: {every call starts from nothing|it remembers nothing from one call to the next}.",
            "{What looks like memory is a list of messages that your code keeps and sends again^2|Memory is a list in "
            "your program, sent whole with each call}.",
            "{So input tokens and price grow with every turn|That is why a long chat becomes dearer turn by turn}.",
            "When the list gets long, drop the oldest turns or replace them by a summary.",
        ),
        "It is like {a friend who forgets everything overnight|talking to a goldfish}: you have to {tell the "
        "whole story "
        "again|read your diary aloud} each time.",
        "Forgetful",
    ),
    Topic(
        "embedding|embeddings|vector|vectors|vector search|semantic search",
        (
            "An embedding is {a list of numbers that stands for the meaning of a text|a text turned into a vector}: "
            "{similar texts get similar numbers|texts of like meaning lie close together}.",
            "{It lets you search by meaning instead of by words^2|With it you can find the sentence that is "
            "nearest to a "
            "question}.",
            "{How near two vectors are is usually measured by the cosine of the angle between them|Cosine similarity "
            "tells how near two of them are}.",
            "OpenAI, Google and Ollama offer embeddings; Anthropic points to other providers.",
        ),
        "Imagine {a big map of words|a playground}, on which {cat and kitten live next door and car lives far "
        "away|things "
        "that are alike stand together}.",
        "Vector",
    ),
    Topic(
        "rag|retrieval augmented generation|retrieval-augmented generation|retrieval",
        (
            "Retrieval-augmented generation means to {look up fitting passages first and put them into the "
            "prompt|give the "
            "model the right pages along with the question}.",
            "{The model then answers from these passages instead of from its training alone|So it can answer "
            "about your "
            "own documents}.",
            "{The passages are often found with embeddings|Embeddings are a common way to find them}.",
            "It is still one call like any other, with a longer prompt.",
        ),
        "It is like {an open-book test|looking into the book before you answer}.",
        "Lookup",
    ),
    Topic(
        "tool calling|tool call|tool use|function calling|tool calls|function call",
        (
            "Tool calling means that the model {asks your program to run a function|answers with the name of a "
            "function "
            "and its arguments} instead of with text.",
            "{Your code runs it and sends the result back, and the model goes on from there^2|You run the "
            "function, add "
            "the result to the messages and call again}.",
            "{The model never runs anything by itself|What is allowed to run is decided by your code alone}.",
            "You describe each tool with a name, a purpose and a JSON schema of its arguments.",
        ),
        "It is like {a cook who calls: somebody bring me the salt|a child asking a grown-up to fetch something "
        "from a high "
        "shelf}.",
        "Delegation",
    ),
    Topic(
        "agent|agents|ai agent|ai agents",
        (
            "An agent is {a loop around an LLM call|a program that calls a language model again and again}: the model "
            "chooses a tool, the program runs it, and the result goes into the next call.",
            "{It ends when the model answers without asking for a tool|The loop goes on until the task is done "
            "or a limit "
            "is reached}.",
            "{Give it limits on steps, time and money|Because each round costs tokens, it needs a limit}.",
            "All of it is built from the one call that this tutorial teaches.",
        ),
        "It is like {a helper robot that thinks, does one thing, looks, and thinks again|a detective who looks for one "
        "clue after another}.",
        "Loop",
    ),
    Topic(
        "structured output|structured outputs|json schema|json mode",
        (
            "Structured output means that the reply {is JSON that fits a schema which you sent|has exactly the "
            "fields that "
            "you asked for}.",
            "{So a program can use it without guessing^2|It spares you from picking values out of prose}.",
            "{Still check it, for a token limit can cut it in the middle|Validate it anyway, with Pydantic for "
            "instance}.",
            "Each provider has its own parameter for the schema.",
        ),
        "It is like {a form with boxes to fill in|a colouring book}, instead of {a blank page|a free drawing}.",
        "Schema",
    ),
    Topic(
        "prompt caching|caching|cache|cached tokens",
        (
            "Prompt caching means that the provider {keeps the work done for the beginning of a prompt|remembers "
            "how it read "
            "the beginning of a prompt} for a while.",
            "{If the next call begins with exactly the same text, that part costs a fraction^2|A second call "
            "with the same "
            "beginning gets it much cheaper and sooner}.",
            "{Put what never changes first and what changes last|So long instructions belong at the front}.",
            "There is a minimum length, and a changed character near the front spoils the hit.",
        ),
        "It is like {remembering the beginning of a story|having the first half of a puzzle ready}, so you need "
        "not start "
        "again.",
        "Reuse",
    ),
    Topic(
        "fine-tuning|fine tuning|finetuning",
        (
            "Fine-tuning means to {go on training a finished model with examples of your own|train a model a "
            "little further "
            "on your own examples}.",
            "{It changes how the model behaves rather than what it knows|It suits a fixed style or format}.",
            "{Try a better prompt and a few examples first, for that is cheaper|In most cases a good prompt is "
            "enough}.",
            "A fine-tuned model has an id of its own and often a price of its own.",
        ),
        "It is like {extra lessons for somebody who has already finished school|practising one special dance}.",
        "Training",
    ),
    Topic(
        "hallucination|hallucinations|hallucinate",
        (
            "A hallucination is {a statement of a language model that sounds right but is made up|something "
            "false that a "
            "language model says in a confident tone}.",
            "{It happens because the model predicts likely text and does not look facts up|Likely words are not always "
            "true words}.",
            "{Give it the sources in the prompt, ask it to say when it does not know, and check what "
            "matters|Check facts, "
            "names and numbers before you rely on them}.",
            "A lower temperature makes replies steadier, not truer.",
        ),
        "It is like {a friend who tells a made-up story and believes it|dreaming with open eyes}.",
        "Invention",
    ),
    Topic(
        "latency|time to first token|ttft",
        (
            "Latency is {the time between sending a request and getting the reply|how long you wait for an answer}.",
            "With a language model {the wait for the first token and the total time are two things|two numbers "
            "count: the "
            "time to the first token and the time to the last}.",
            "{Shorter replies, smaller models and streaming make the wait feel shorter|Most of it grows with the "
            "number of "
            "tokens written}.",
            "Measure it on your own calls, for it changes with the hour and the model.",
        ),
        "It is how long you wait between {asking for ice cream and getting it|throwing the ball and catching it}.",
        "Delay",
    ),
    Topic(
        "timeout|time-out|time out",
        (
            "A time-out is {the longest time that a program is willing to wait|a limit on waiting}; after it the call "
            "{is given up with an error|fails}.",
            "{Without one a program may hang for minutes|Set one for every call}.",
            "{A call that timed out may be retried|After a time-out you may try again, with a pause}.",
            "The provider may still charge for what it had already written.",
        ),
        "It is like saying: {I wait until the clock strikes four, then I go home|I count to ten, then I stop waiting}.",
        "Deadline",
    ),
    Topic(
        "machine learning|deep learning",
        (
            "Machine learning means that a program {finds its rules in examples|learns from examples} instead of "
            "{being "
            "told them line by line|following rules that somebody wrote down}.",
            "{It is shown many examples and adjusts its numbers until its answers fit|During training it changes its "
            "numbers a little after every mistake}.",
            "{Spam filters, translation and language models are made this way|It is behind spam filters, photo "
            "search and "
            "language models}.",
            "Deep learning is the kind that uses neural networks with many layers.",
        ),
        "It is how {you learnt what a dog is|you learnt to ride a bicycle}: not from rules, but by {seeing many "
        "dogs|trying "
        "again and again}.",
        "Learning",
    ),
    Topic(
        "neural network|neural networks|neural net",
        (
            "A neural network is {a long calculation with very many adjustable numbers|a net of simple units "
            "that each add "
            "up numbers and pass the result on}.",
            "{Training turns these numbers until the output fits the examples|It learns by changing the strength "
            "of its "
            "connections}.",
            "{It is loosely inspired by the brain, but it is mathematics|The name comes from the brain; the "
            "thing itself is "
            "arithmetic}.",
            "Language models are neural networks of a kind called the transformer.",
        ),
        "Imagine {many children in a row who whisper numbers to each other|a big net of little lamps}, until the "
        "last one "
        "{says the answer|lights up}.",
        "Network",
    ),
    Topic(
        "ai|artificial intelligence",
        (
            "Artificial intelligence is {the craft of making computers do what seems to need thinking|software "
            "that does "
            "tasks for which people need their wits}.",
            "{Today it mostly means programs that have learnt from examples|Most of it today is machine learning}.",
            "{It can see patterns, write and plan, but it does not understand as people do|It is useful and "
            "fallible at the "
            "same time}.",
            "A language model is one kind of it.",
        ),
        "It is {a computer that has learnt to do clever things|a machine that learns from examples}, like "
        "{telling cats "
        "from dogs|answering questions}.",
        "Software",
    ),
    Topic(
        "python|python language|python programming",
        (
            "Python is {a programming language that is easy to read|a popular programming language with simple "
            "rules}, made "
            "by Guido van Rossum and first released in 1991.",
            "{It is used for web servers, data, science and AI^2|People write data analyses, websites and small "
            "helpers in "
            "it}.",
            "{Packages such as anthropic and openai are installed with pip|Thousands of packages extend it, "
            "installed with "
            "pip}.",
            "It is named after Monty Python, not after the snake.",
        ),
        "It is {a language for talking to computers|a way of writing recipes for a computer}, and one of the "
        "easiest to "
        "{learn|read}.",
        "Language",
    ),
    Topic(
        "javascript|js|node.js|nodejs",
        (
            "JavaScript is {the programming language of the web browser|the language that makes web pages move}.",
            "{With Node.js it runs on servers too|It also runs outside the browser, in Node.js for instance}.",
            "{Packages for it are installed with npm|npm installs its packages, the SDKs of LLM providers among them}.",
            "Despite the name it has little to do with Java.",
        ),
        "It is {what makes buttons on a web page do something|the magic behind games on web pages}.",
        "Language",
    ),
    Topic(
        "streamlit",
        (
            "Streamlit is {a Python library that turns a script into a web app|a way to make a web app from a Python "
            "script}.",
            "{It runs the script from top to bottom each time somebody touches a control|Every click runs the "
            "script again}.",
            "{It is popular for dashboards and demos|This tutorial is written with it}.",
            "What must survive between runs lives in its session state.",
        ),
        "It is {a box of ready-made buttons and pictures|like building blocks} for making web pages with Python.",
        "Library",
    ),
    Topic(
        "git|version control|github",
        (
            "Git is {a program that remembers every version of your files|a version control system}: each commit is a "
            "snapshot that you can come back to.",
            "{Several people can work on the same project with it^2|With branches you can try something without "
            "touching "
            "the rest}.",
            "{Never commit an API key: it stays in the history even when you delete it later|List your .env file in "
            ".gitignore, so that no secret gets in}.",
            "GitHub is a website that hosts such projects.",
        ),
        "It is like {a diary for your files|saving your game}: you can always go back to an earlier {page|level}.",
        "History",
    ),
    Topic(
        "database|databases|sql",
        (
            "A database is {a program that keeps data in order and finds it quickly|an orderly store of data}.",
            "{Many are made of tables with rows and columns and are asked in SQL|SQL is the language in which "
            "most of them "
            "are asked}.",
            "{It keeps data safe even when many programs write at once|Shops, banks and apps all stand on one}.",
            "Two well-known ones are PostgreSQL and SQLite.",
        ),
        "It is like {a huge cupboard with labelled drawers|a very tidy library}.",
        "Storage",
    ),
    Topic(
        "algorithm|algorithms",
        (
            "An algorithm is {a recipe of clear steps that solves a problem|a list of exact steps for a task}.",
            "{Sorting a list and finding the shortest way are classic examples|A cooking recipe is one for people, a "
            "program is one for computers}.",
            "{Good ones stay fast when there is more to do|The same problem often has quick and slow ones}.",
            "The word goes back to the mathematician al-Khwarizmi.",
        ),
        "It is like {a recipe for pancakes|the steps for tying your shoes}: one step after the other, always the same.",
        "Recipe",
    ),
    Topic(
        "recursion|recursive function",
        (
            "Recursion means that {a function calls itself|something is defined by a smaller version of itself}.",
            "{It needs a simplest case at which it stops|Every round makes the problem smaller until it is trivial}.",
            "{The factorial is the classic example: n! is n times (n-1)!|Folders within folders are a natural use}.",
            "To understand it fully, see under recursion.",
        ),
        "It is like {a doll in a doll in a doll|two mirrors facing each other}, until the smallest one.",
        "Self-reference",
    ),
    Topic(
        "open source|open-source",
        (
            "Open source means that {a program's code is public and may be used and changed by anybody|everybody "
            "may read, "
            "use and change the code}.",
            "{A licence says what exactly is allowed|The terms stand in its licence}.",
            "{Linux, Python and Git are well-known examples|Much of the internet runs on such software}.",
            "Anyone may report mistakes or send improvements.",
        ),
        "It is like {a recipe that everybody may copy and improve|sharing your building plan with all your friends}.",
        "Shared",
    ),
    Topic(
        "cloud|cloud computing|the cloud",
        (
            "The cloud is {computers in large data centres that you rent over the internet|somebody else's "
            "computers, used "
            "over the internet}.",
            "{You pay for what you use|You can rent more or fewer of them within minutes}.",
            "{Most LLM APIs run there|Language models usually run there, because they need strong machines}.",
            "The other way is to run a small model on your own machine, for example with Ollama.",
        ),
        "It is {a big hall full of computers far away|a huge computer that you borrow}, and your own one talks to it.",
        "Servers",
    ),
    Topic(
        "ollama|local model|local llm",
        (
            "Ollama is {a program that runs open language models on your own computer|a way to run language models at "
            "home}.",
            "{It needs no API key and costs nothing per token^2|No key, no bill: only your own electricity}.",
            "{It answers on port 11434 of your own machine, in lines of JSON|Its API is much like the others, "
            "with lines "
            "of JSON when it streams}.",
            "How fast it is depends on your memory and your graphics card.",
        ),
        "It is {a thinking program that lives in your own computer|like having the robot at home} instead of far away.",
        "Local",
    ),
    Topic(
        "log probability|logprob|logprobs|log probabilities|log-probability",
        (
            "A log-probability is {the logarithm of how likely the model found a token|how likely a token was, on a "
            "logarithmic scale}.",
            "{0 means certain, and the more negative it is, the less likely|A value of -0.69 stands for about "
            "one half}.",
            "{They show what else the model might have said at each place|With them the effect of temperature "
            "can be drawn}.",
            "Not every provider sends them.",
        ),
        "It is {a number that says how sure the computer was|like saying: I am almost sure, or: I was only guessing}.",
        "Likelihood",
    ),
    Topic(
        "error 400|400|bad request|invalid request",
        (
            "A 400 means that {the request itself is wrong|something in the request is not allowed}: a misspelt "
            "field, a "
            "wrong type or a value that this model does not take.",
            "{The message usually names the field, so read it first|Read the error's message: it mostly names "
            "the field}.",
            "{Mend the request and send it again; the same one will fail every time|Retrying without a change is "
            "of no use}.",
            "A frequent case is a temperature sent to a model that no longer accepts one.",
        ),
        "It is like {a form filled in wrongly|a letter without an address}: {mend it and send it again|nobody "
        "can deal with it}.",
        "Mistake",
    ),
    Topic(
        "error 401|401|403|error 403|unauthorized|unauthorised|invalid api key",
        (
            "A 401 means that {the key is missing, wrong or revoked|your API key was not accepted}; a 403 that "
            "the key is fine "
            "but not allowed to do this.",
            "{Check that the environment variable is set where your program runs|Look whether the variable is "
            "really set and "
            "has no blank or quote in it}.",
            "{If in doubt, make a new key|A fresh key from the provider's console settles most cases}.",
            "Never retry it in a loop, for the answer will not change.",
        ),
        "It is like {a door for which you have the wrong key|forgetting the password of your secret club}.",
        "Key",
    ),
    Topic(
        "error 404|404|unknown model|model not found",
        (
            "A 404 means that {the address or the model does not exist|there is nothing under that name}, or no "
            "longer.",
            "{Mostly the model id is misspelt or the model has been retired|Model ids change and retire, so old "
            "tutorials "
            "name ids that are gone}.",
            "{Copy the id from the provider's own page|Ask the API for the list of its models and copy the id "
            "from there}.",
            "Retrying does not help.",
        ),
        "It is like {ringing at a house that is not there|asking for a toy that the shop no longer has}.",
        "Missing",
    ),
    Topic(
        "error 500|500|503|529|overloaded|server error|error 503|error 529",
        (
            "A 500 or 503 is {a fault on the provider's side|the provider's trouble, not yours}, and 529 says "
            "that it is "
            "overloaded.",
            "{Wait a little and try again, each time longer|Retry with a growing pause}.",
            "{Keep the request id, for support will ask for it|Note the request id in case you need support}.",
            "If it lasts, look at the provider's status page.",
        ),
        "It is like {a shop that is too full|a cook who dropped the soup}: {come back a little later|wait and "
        "ask again}.",
        "Overload",
    ),
    Topic(
        "which model should i|model should i start|choose a model|pick a model|which model to use|small model|"
        "large model",
        (
            "Start with {a small model|the smallest model that might do}, for it is fast and cheap.",
            "{Try it on ten real examples and move up only if it fails|If its answers are not good enough, a "
            "larger one is a "
            "change of one line}.",
            "{Large models reason better and cost more|The larger ones are smarter, slower and dearer}.",
            "Take the id from the provider's own list, for ids change and retire.",
        ),
        "{Begin with the small bicycle|First take the small spoon}: {you can always get a bigger one|if it is "
        "too small, take "
        "the big one}.",
        "Small",
    ),
    Topic(
        "for free|without paying|without a key|practice mode|practice model|practice server|practice",
        (
            "{With the practice server you pay nothing and need no key|Practice costs nothing}: it answers on "
            "your own machine.",
            "{Requests, responses, counts and errors have the shape of the real ones|The call is real HTTP; only "
            "the words come "
            "from a small grammar}.",
            "{A local model run by Ollama is free too|With Ollama you can also run a real model at home for nothing}.",
            "When you have a key, the same code goes to the real provider.",
        ),
        "It is like {a play kitchen|a flight simulator}: {everything works, only the food is not real|you learn "
        "without any "
        "danger}.",
        "Practice",
    ),
    Topic(
        "price of a call|cost of a call|what does a call cost|pricing|token price|how much does a call cost|cost",
        (
            "The price of a call is {input tokens times the input price plus output tokens times the output "
            "price|what you "
            "send times its price plus what comes back times its price}.",
            "{Prices are given per million tokens, and output costs several times more than input|Output tokens "
            "are the dearer "
            "ones; prices are per million}.",
            "{Cached input is cheaper, reasoning counts as output|Tokens read from a cache cost less, and "
            "thinking is billed as "
            "output}.",
            "Log the usage of every call from the first day.",
        ),
        "You pay for {every word piece you say and every one you hear|each brick you send and each brick you get}.",
        "Tokens",
    ),
)
