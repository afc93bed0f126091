// Takes files that are dropped anywhere on a window, and says meanwhile where they would go.
#pragma once

#include <QObject>
#include <QPointer>
#include <QStringList>

class QDropEvent;
class QWidget;
class QWindow;

namespace gantry {

class DropOverlay : public QObject
{
    Q_OBJECT

public:
    explicit DropOverlay(QObject *parent = nullptr);
    ~DropOverlay() override;

    // One window, once; the overlay must not outlive the application.
    void installOn(QWidget *window);

    // Empty: there is none yet. isAsked: there are several, and which one is asked after the drop.
    void setDestination(const QString &name, bool isAsked = false);

    bool isShown() const;
    QString text() const;

Q_SIGNALS:
    void dropped(const QStringList &paths);

protected:
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    bool take(QDropEvent &event);
    void watchNativeWindow();
    void showVeil();
    void hideVeil();

    QPointer<QWidget> m_window;
    QPointer<QWindow> m_native;
    QPointer<QWidget> m_veil; // a child of the window, over all others
    QString m_destination;
    bool m_isAsked = false;
};

} // namespace gantry
