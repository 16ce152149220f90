import ArgumentParser
import Glibc
import Notebook

ProcessSetup.run()
Worker.serveIfAsked()
exit(NotebookCommand.runAsMain())
