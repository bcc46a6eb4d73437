from runtime.serve import serve

from surveys.main import service
from surveys.settings import Settings

serve(service(Settings()))
