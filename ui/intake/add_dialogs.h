// The system's dialogs in which files and folders to upload are chosen.
#pragma once

#include <QStringList>

#include <functional>

class QFileDialog;
class QWidget;

namespace gantry {

// Shown when these return, gone when it is closed. `then` gets what was chosen, and is not called without.
QFileDialog *chooseFiles(QWidget *parent, std::function<void(const QStringList &)> then);
QFileDialog *chooseFile(QWidget *parent, const QString &title, std::function<void(const QStringList &)> then);
QFileDialog *chooseFolder(QWidget *parent, std::function<void(const QStringList &)> then);

} // namespace gantry
