from runtime.serve import serve
from surveys.main import service
from surveys.settings import Settings

serve(service(Settings()))  # type: ignore[call-arg] # they come from the environment
