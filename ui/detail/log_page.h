// What happened to one upload, line by line.
#pragma once

#include "engine/core/ids.h"

#include <QList>
#include <QWidget>

#include <optional>

class QPlainTextEdit;
class QPushButton;

namespace gantry {

class EventLog;
struct LoggedEvent;

class LogPage : public QWidget
{
    Q_OBJECT

public:
    explicit LogPage(const EventLog &log, QWidget *parent = nullptr);

    void setUpload(std::optional<UploadId> id);

protected:
    void showEvent(QShowEvent *event) override;

private:
    void reload();
    void append(const LoggedEvent &event);

    const EventLog &m_log;
    std::optional<UploadId> m_id;
    bool m_stale = true; // nothing is done for what nobody sees
    QPlainTextEdit *m_text;
    QPushButton *m_copy;
};

} // namespace gantry
