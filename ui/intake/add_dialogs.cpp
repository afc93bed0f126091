#include "ui/intake/add_dialogs.h"

#include <QCoreApplication>
#include <QFileDialog>

namespace gantry {
namespace {

QFileDialog *opened(QWidget *parent, const QString &title, QFileDialog::FileMode mode,
                    std::function<void(const QStringList &)> then)
{
    auto *dialog = new QFileDialog(parent, title);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setFileMode(mode);
    dialog->setOption(QFileDialog::ShowDirsOnly, false); // what lies in a folder helps to find it
    dialog->setLabelText(QFileDialog::Accept, QCoreApplication::translate("AddDialogs", "Upload"));
    QObject::connect(dialog, &QFileDialog::filesSelected, dialog, std::move(then));
    dialog->setModal(false); // the window goes on, and takes drops meanwhile
    dialog->show();
    return dialog;
}

} // namespace

QFileDialog *chooseFiles(QWidget *parent, std::function<void(const QStringList &)> then)
{
    return opened(parent, QCoreApplication::translate("AddDialogs", "Choose files to upload"),
                  QFileDialog::ExistingFiles, std::move(then));
}

QFileDialog *chooseFile(QWidget *parent, const QString &title, std::function<void(const QStringList &)> then)
{
    return opened(parent, title, QFileDialog::ExistingFile, std::move(then));
}

QFileDialog *chooseFolder(QWidget *parent, std::function<void(const QStringList &)> then)
{
    return opened(parent, QCoreApplication::translate("AddDialogs", "Choose a folder to upload"),
                  QFileDialog::Directory, std::move(then));
}

} // namespace gantry
