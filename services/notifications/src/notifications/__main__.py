from notifications.main import service
from notifications.settings import Settings
from runtime.serve import serve

if __name__ == "__main__":
    serve(service(Settings()))  # type: ignore[call-arg] # the environment gives them
