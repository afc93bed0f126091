// All there is to know of one upload, to be read and copied.
#pragma once

#include "engine/core/upload_types.h"

#include <QScrollArea>

class QFormLayout;
class QPushButton;
class QTextEdit;

namespace gantry {

class FactsPage : public QScrollArea
{
    Q_OBJECT

public:
    explicit FactsPage(QWidget *parent = nullptr);

    void setUpload(const UploadSnapshot &upload, qint64 nowMs);
    QString allText() const; // a line for each fact that is known

private:
    QTextEdit *addLine(const QString &name);
    static void set(QTextEdit *value, const QString &text);
    void openFolder() const;

    QString m_filePath;
    QFormLayout *m_form;
    QPushButton *m_open;
    QPushButton *m_copy;
    QList<std::pair<QString, QTextEdit *>> m_lines;
    QTextEdit *m_path;
    QTextEdit *m_destination;
    QTextEdit *m_key;
    QTextEdit *m_size;
    QTextEdit *m_parts;
    QTextEdit *m_proof;
    QTextEdit *m_etag;
    QTextEdit *m_session;
    QTextEdit *m_expiry;
    QTextEdit *m_fingerprint;
    QTextEdit *m_sent;
    QTextEdit *m_added;
    QTextEdit *m_finished;
    QTextEdit *m_trouble;
};

} // namespace gantry
